import { check } from '../../data/check-schema.ts';
import type { Judgement } from '../checks/judge.ts';

/** The outcome of a trial check in the group `g`. @param more what is otherwise than usual */
export function judgement(
  id: string,
  severity: 'error' | 'warn',
  passed: boolean,
  more: Partial<Judgement> = {},
): Judgement {
  return {
    declared: {
      check: check.parse({
        id,
        title: { zh: `检查${id}`, en: `check ${id}` },
        severity,
        kind: 'unique',
        table: 'mart.port_day',
        key: ['port', 'day'],
      }),
      group: { id: 'g', zh: '组', en: 'group' },
      where: { file: 'g.yaml' },
      select: null,
    },
    passed,
    verdict: passed ? 'passed' : 'failed',
    measured: passed ? 0 : 3,
    low: null,
    high: 0,
    unit: 'rows',
    examples: passed ? [] : ['QHD 2012-06-18'],
    ms: 1.5,
    detail: 'as measured',
    sql: 'SELECT 1',
    ...more,
  };
}

import iconv from 'iconv-lite';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Home } from '../../data/home.ts';
import { Rng } from '../sample/random.ts';
import { DELIVERY_HEADER } from './small-home.ts';

/** One exported file. */
export interface Export {
  source: string;
  /** without ending */
  stem: string;
  header: string;
  lines: string[];
  eol: '\r\n' | '\n';
}

/** Sources of the year whose every file holds all rows. */
export const FULL_SOURCES = ['contact', 'collection_plan'];
/** Sources of the year, as a run is given them. */
export const YEAR_SOURCES = [
  'accounts',
  'account_change',
  'deliveries',
  'contact',
  'contract',
  'collection_plan',
  'opportunity',
  'opportunity_stage',
];

const MONTHS = [1, 3, 6, 8, 12];
const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A year of exports whose rows are corrected, flagged, vanish and return, in order. The customers of the last account file
 * are named by rows that came before it; one customer is renamed, so that rows of its old name resolve no more.
 */
export function yearOfExports(seed: number): Export[] {
  const rng = new Rng(seed, 'year');
  const codes = Array.from({ length: 8 }, (_, i) => `C00${i + 1}`);
  return [
    ...accounts(),
    ...accountChanges(),
    ...contracts(rng, codes),
    ...contacts(codes),
    ...plans(rng),
    ...deliveries(rng, codes),
    ...opportunities(rng, codes),
  ];
}

function exported(source: string, stem: string, header: string, lines: string[]): Export {
  return { source, stem, header, lines, eol: '\r\n' };
}

const NAMES = [
  '江海电力',
  '东岭钢铁',
  '岭南炼铁',
  '晋北化工',
  '浦东热力',
  '淮南建材',
  '皖江电力',
  '鲁北焦化',
];
const fullName = (code: string): string => `${NAMES[Number(code.slice(1)) - 1]}有限公司`;

function accounts(): Export[] {
  const header = '客户编号,客户名称,客户简称,行业,用煤省份,信用额度(万元),大户生效日期';
  const line = (
    n: number,
    more: { name?: string; industry?: string; province?: string; key?: string } = {},
  ) =>
    `C00${n},${more.name ?? `${NAMES[n - 1]}有限公司`},,${more.industry ?? '电力'},${more.province ?? '江苏'},120,${more.key ?? ''}`;
  return [
    exported(
      'accounts',
      '客户_2012-01-03',
      header,
      [1, 2, 3, 4, 5].map((n) => line(n)),
    ),
    // the third is renamed, the second burns its coal elsewhere and becomes a key account
    exported('accounts', '客户_2012-05-03', header, [
      line(2, { industry: '冶金', province: '浙江', key: '2012-04-01' }),
      line(3, { name: '岭南特钢有限公司' }),
      line(6),
    ]),
    exported('accounts', '客户_2012-09-03', header, [line(2, { province: '浙江' }), line(7), line(8)]),
  ];
}

function accountChanges(): Export[] {
  const header = '客户编号,客户名称,变更项,变更后,生效日期,失效日期,是否删除';
  const key = (n: number, from: string, to: string, deleted = '否') =>
    `C00${n},,大户,是,${from},${to},${deleted}`;
  return [
    exported('account_change', '变更_2012-02-01', header, [
      key(1, '2012-01-01', ''),
      key(4, '2012-01-01', ''),
    ]),
    exported('account_change', '变更_2012-06-01', header, [
      key(1, '2012-01-01', '2012-06-01'),
      key(7, '2012-03-01', '', '是'),
      'C005,,客户级别,A,2012-05-01,,否',
    ]),
    exported('account_change', '变更_2012-11-01', header, [
      key(4, '2012-01-01', '', '是'),
      key(1, '2012-01-01', ''),
    ]),
  ];
}

function contracts(rng: Rng, codes: readonly string[]): Export[] {
  const header = '合同编号,客户编号,客户名称,合同类型,开始日期,结束日期,合同单价(元/吨),备注,是否删除';
  return MONTHS.map((month, at) => {
    const lines = Array.from({ length: 20 }, (_, i) => i)
      .filter(() => rng.chance(0.8))
      .map((i) => {
        const code = codes[i % codes.length] as string;
        // prices go to and fro between two, flags are set and lifted
        const price = rng.pick([700, 700, 710 + i]);
        const renamed = i === 10 || i === 18 ? '岭南炼铁有限公司' : fullName(code);
        const named = i === 18 && at % 2 ? fullName('C001') : renamed;
        return `HT-${i},${i % 3 || i === 18 ? '' : code},${named},现货,2012-${two(1 + (i % 12))}-01,2012-12-31,${price},${rng.pick(['', '加急'])},${rng.pick(['是', '否', '否'])}`;
      });
    return exported('contract', `合同_2012-${two(month)}-25`, header, lines);
  });
}

/** Every file is one of two, so that the year has byte-identical files that state other days. */
function contacts(codes: readonly string[]): Export[] {
  const header = '联系人编号,客户编号,姓名,职务';
  const line = (n: number) => `L-${n},${codes[n % codes.length]},人${n},${n % 2 ? '经理' : '科员'}`;
  const [all, fewer] = [
    [1, 2, 3, 4, 5, 6, 7],
    [1, 3, 5, 6],
  ];
  return MONTHS.slice(0, 4).map((month, at) =>
    exported('contact', `联系人_2012-${two(month)}`, header, ((at % 2 ? fewer : all) as number[]).map(line)),
  );
}

function plans(rng: Rng): Export[] {
  const header = '合同编号,期数,客户编号,计划回款日期,计划回款金额(元)';
  return MONTHS.slice(0, 4).map((month) => {
    const lines = Array.from({ length: 12 }, (_, i) => i)
      .filter(() => rng.chance(0.6))
      .map((i) => `HT-${i},1,C00${1 + (i % 8)},2012-${two(1 + i)}-15,${rng.pick([100000, 120000])}`);
    return exported('collection_plan', `回款计划_2012-${two(month)}-28`, header, lines);
  });
}

function deliveries(rng: Rng, codes: readonly string[]): Export[] {
  const header = `${DELIVERY_HEADER},是否作废`;
  const line = (ticket: string, day: string, net: number, voided = '否') => {
    const code = codes[Number(ticket.slice(-1)) % codes.length] as string;
    return `${ticket},${day} 08:30:00,晋B10001,Q5500,一号井,${fullName(code)},${code},山东,铁路直达,${net + 20}.000,20.000,${net}.000,700.00,王某,,${voided}`;
  };
  return MONTHS.slice(0, 4).flatMap((month) => {
    const day = `2012-${two(month)}-05`;
    const tickets = Array.from({ length: 12 }, (_, i) => `D${two(month)}${two(i)}`);
    const nets = tickets.map(() => rng.int(40, 70));
    const lines = tickets.map((ticket, i) => line(ticket, day, nets[i] as number));
    const corrected = tickets
      .map((ticket, i) => ({ ticket, net: nets[i] as number }))
      .filter(() => rng.chance(0.4))
      .map(({ ticket, net }) =>
        line(ticket, rng.pick([day, `2012-${two(month)}-04`, '2012-02-29']), net + 1, rng.pick(['是', '否'])),
      );
    return [
      // a reprint of the last ticket stands at the end
      exported('deliveries', `地磅_${day}`, header, [...lines, ...lines.slice(-1)]),
      exported('deliveries', `地磅_${day}更正`, header, corrected),
    ];
  });
}

function opportunities(rng: Rng, codes: readonly string[]): Export[] {
  const header = '商机编号,商机名称,客户编号,商机阶段,商机金额(万元),阶段更新时间,创建时间';
  const stages = ['初步接洽', '需求确认', '方案报价', '谈判', '赢单'];
  const reached = Array.from({ length: 10 }, () => 0);
  return MONTHS.slice(0, 3).flatMap((month) => {
    const day = `2012-${two(month)}-20`;
    const moved = reached.flatMap((_, i) => (rng.chance(0.7) ? [i] : []));
    for (const i of moved) reached[i] = Math.min(4, (reached[i] ?? 0) + rng.int(0, 1));
    const stage = (i: number) => stages[reached[i] ?? 0] as string;
    return [
      exported(
        'opportunity',
        `商机_${day}`,
        header,
        moved.map(
          (i) =>
            `SJ-${i},商机${i},${codes[i % 8]},${stage(i)},${rng.pick([50, 60])},${day} 10:00,2012-01-02 09:00`,
        ),
      ),
      exported(
        'opportunity_stage',
        `阶段_${day}`,
        '商机编号,阶段,进入时间,变更人',
        moved.map(
          (i) =>
            `SJ-${i},${stage(i)},2012-01-0${1 + (reached[i] ?? 0)} 10:00:00,${rng.pick(['张三', '李四'])}`,
        ),
      ),
    ];
  });
}

/** Put exports into the inbox. */
export async function arrive(home: Home, exports: readonly Export[]): Promise<void> {
  for (const { source, stem, header, lines, eol } of exports) {
    const folder = path.join(home.inbox, source);
    await mkdir(folder, { recursive: true });
    const bytes = iconv.encode([header, ...lines, ''].join(eol), 'gb18030');
    await writeFile(path.join(folder, `${stem}.csv`), bytes);
  }
}

import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { SourceColumn } from '../../data/contract-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { cleaned, matchesSql, sqlType, typedSql, unitOf } from './column-type.ts';
import { checkReason, INVALID, outsideSql, outsideText, reasonSql } from './contract-reasons.ts';
import type { Facts } from './facts.ts';
import { titleOf, type FoundColumn, type Header } from './header.ts';
import { rowUnitOf, type RowUnit } from './row-unit.ts';

/** One declared column, compiled for the place where a file has it. */
export interface CompiledColumn {
  name: string;
  /** value by the plain cast, else by any form that needs no cleaning; NULL if the text is none of them */
  swift: string;
  /** the value is the same in every row of the file: nothing of it needs to be kept */
  settled: boolean;
  /** value from the cleaned text `tN`, whatever its form */
  careful: string;
  /** tests of the swift value that make a record odd */
  odd: string[];
  /** text to be searched for what needs cleaning */
  searched: string | null;
  bad: string[];
  reasons: string[];
  /** a text that is none of the type's and is to be kept in `extra`: header text and SQL of the cell */
  spoiled: { title: string; index: number; condition: string } | null;
}

/**
 * Compile one declared column.
 * @throws CoalfaceError `column_not_found`, `ambiguous_column`, `unit_mismatch`
 */
export function compileColumn(
  name: string,
  column: SourceColumn,
  { header, source, file, facts }: { header: Header; source: Source; file: string; facts: Facts },
): CompiledColumn {
  const fault = (code: string, message: string, hint: string) =>
    new CoalfaceError(code, message, { where: { file, source: source.id, column: name }, hint });
  const constant = source.constants[name];
  if (constant === null) return settled(name, `NULL::${sqlType(column)}`);
  if (constant !== undefined) return settled(name, literal(constant));
  const fact = facts.get(name);
  if (fact !== undefined) return settled(name, fact);
  if (header.ambiguous.includes(name)) {
    throw fault(
      'ambiguous_column',
      `two headers claim to be ${column.from.join('/')}`,
      'rename one of them or narrow `from`',
    );
  }
  const found = header.fields.get(name);
  if (!found) {
    if (!column.required) return settled(name, `NULL::${sqlType(column)}`);
    throw fault(
      'column_not_found',
      `required column ${titleOf(column)} is missing; headers: ${header.titles.join(' | ')}`,
      `it may also be called ${column.from.join(', ')}; add the new header to \`from\``,
    );
  }
  const raw = unlessMissing(column, `c${found.index}`);
  const text = unlessMissing(column, `t${found.index}`);
  const value = identifier(name);
  const unit = unitOf(column, found, header);
  const rowUnit = rowUnitOf(column, header, facts, unit);
  const mismatch = (unit: string, wanted: string) =>
    fault(
      'unit_mismatch',
      `${found.title}: the unit ${unit} cannot be converted to ${wanted}`,
      'correct `unit` in the source file or the header',
    );
  const tests = judge(name, column, found, unit, rowUnit, source);
  return {
    name,
    settled: false,
    ...typedSql(column, raw, text, unit, mismatch, rowUnit?.factor),
    odd: tests.flatMap((test) => (test.searched ? [] : [test.when(raw, value)])),
    searched: column.type === 'text' ? `c${found.index}` : null,
    bad: tests.flatMap((test) => (test.reason ? [test.when(text, value)] : [])),
    reasons: tests.flatMap((test) =>
      test.reason ? [`CASE WHEN ${test.when(text, value)} THEN ${test.reason} END`] : [],
    ),
    spoiled:
      source.drift.types === 'evolve' && !column.required && INVALID[column.type]
        ? {
            title: found.title.trim(),
            index: found.index,
            condition: `${value} IS NULL AND ${text} IS NOT NULL`,
          }
        : null,
  };
}

/** SQL of a cell's text, NULL where it is one that means no value in this column; 0 is 0.00. */
function unlessMissing({ missing }: SourceColumn, cell: string): string {
  if (!missing) return cell;
  const numbers = missing.filter((text) => /^-?\d+(\.\d+)?$/.test(text));
  const tests = [
    `${cell} IN (${missing.map(cleaned).join(', ')})`,
    ...(numbers.length ? [`coalesce(number_of(${cell}) IN (${numbers.join(', ')}), false)`] : []),
  ];
  return `CASE WHEN ${tests.join(' OR ')} THEN NULL ELSE ${cell} END`;
}

function settled(name: string, value: string): CompiledColumn {
  return {
    name,
    settled: true,
    swift: value,
    careful: value,
    odd: [],
    searched: null,
    bad: [],
    reasons: [],
    spoiled: null,
  };
}

/** A condition over a cell's text and value; one without a reason only asks for the careful pass. */
interface Test {
  when: (text: string, value: string) => string;
  reason: string | null;
  /** the search for what needs cleaning finds such texts: the swift pass need not ask */
  searched?: boolean;
}

type Reason = (code: string, zh: string, en: string) => string;
/** Why a text has no value, which only its cleaned form and the rest of its row tell. */
type Fault = { when: (text: string) => string; reason: string | null };

function unitFaults({ text, factor }: RowUnit, reason: Reason): Fault[] {
  return [
    {
      when: () => `(${text} IS NULL)`,
      reason: reason('unit_unknown', '该行未注明单位,不猜测', 'the row states no unit and none is guessed'),
    },
    {
      when: () => `(${text} IS NOT NULL AND ${factor} IS NULL)`,
      reason: reason(
        'unit_mismatch',
        '该行的单位不能换算',
        'the unit that the row states cannot be converted',
      ),
    },
  ];
}

function ambiguity(
  column: Extract<SourceColumn, { type: 'enum' }>,
  forgiven: boolean,
  reason: Reason,
): Fault[] {
  if (matchesSql(column, '') === null) return [];
  return [
    {
      when: (text) => `(coalesce(length(${matchesSql(column, text)}), 0) > 1)`,
      reason: forgiven
        ? null
        : reason('ambiguous_value', '符合多个取值的规则,不猜测', 'matches the patterns of several values'),
    },
  ];
}

function judge(
  name: string,
  column: SourceColumn,
  found: FoundColumn,
  unit: string | undefined,
  rowUnit: RowUnit | undefined,
  source: Source,
): Test[] {
  const reason: Reason = (code, zh, en) =>
    reasonSql(code, [name], { zh: `${found.title.trim()}:${zh}`, en: `${name}: ${en}` });
  const tests: Test[] = [];
  const invalid = INVALID[column.type];
  const forgiven = !column.required && ['evolve', 'discard_value'].includes(source.drift.types);
  if (column.required) {
    tests.push({
      when: (text) => `${text} IS NULL`,
      reason: reason('required', '必填项为空', 'required but empty'),
    });
  }
  if (invalid) {
    const none = (text: string, value: string) => `${value} IS NULL AND ${text} IS NOT NULL`;
    const dated = column.type === 'date' || column.type === 'timestamp';
    const yearless = (text: string) =>
      `regexp_full_match(${text}, '\\d{1,2}(月\\d{1,2}日?|[/.-]\\d{1,2})([ T].*)?')`;
    if (dated && !forgiven) {
      tests.push({
        when: (text, value) => `${none(text, value)} AND ${yearless(text)}`,
        reason: reason('year_missing', '日期缺少年份,不猜测', 'a date without a year; none is guessed'),
      });
    }
    const apart = [
      ...(rowUnit ? unitFaults(rowUnit, reason) : []),
      ...(column.type === 'enum' ? ambiguity(column, forgiven, reason) : []),
    ];
    for (const one of apart)
      tests.push({
        ...one,
        when: (text, value) => `${none(text, value)} AND ${one.when(text)}`,
        searched: true,
      });
    // neither a unit nor the patterns of a text are looked at before the careful pass
    if (apart.length) tests.push({ when: none, reason: null });
    tests.push({
      when: (text, value) =>
        none(text, value) +
        (dated && !forgiven ? ` AND NOT ${yearless(text)}` : '') +
        apart.map((one) => ` AND NOT ${one.when(text)}`).join(''),
      reason: forgiven ? null : reason(...invalid),
      searched: apart.length > 0,
    });
  }
  const outside = outsideSql(column, identifier(name));
  if (outside) {
    tests.push({
      when: () => outside,
      reason: reason(column.type === 'text' ? 'unknown_value' : 'out_of_range', ...outsideText(column)),
    });
  }
  const check = checkReason(column);
  if (check) {
    tests.push({
      when: (_, value) => check.when(value),
      reason: reason(...check.reason),
      searched: !check.everywhere,
    });
  }
  if (column.type === 'decimal' && column.evidence && unit === undefined) {
    tests.push({
      when: (_, value) => `${value} IS NOT NULL`,
      reason: reason(
        'unit_unknown',
        '表头未注明单位,不猜测',
        'the header prints no unit and none is guessed; state `printed` in the source',
      ),
    });
  }
  return tests;
}

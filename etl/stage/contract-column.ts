import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { SourceColumn } from '../../data/contract-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { sqlType, typedSql, unitOf } from './column-type.ts';
import { checkReason, INVALID, outsideSql, outsideText, reasonSql } from './contract-reasons.ts';
import type { FoundColumn, Header } from './header.ts';

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
  header: Header,
  source: Source,
  file: string,
): CompiledColumn {
  const fault = (code: string, message: string, hint: string) =>
    new CoalfaceError(code, message, { where: { file, source: source.id, column: name }, hint });
  const constant = source.constants[name];
  if (constant === null) return settled(name, `NULL::${sqlType(column)}`);
  if (constant !== undefined) return settled(name, literal(constant));
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
      `required column ${column.from[0]} is missing; headers: ${header.titles.join(' | ')}`,
      `it may also be called ${column.from.join(', ')}; add the new header to \`from\``,
    );
  }
  const [raw, text, value] = [`c${found.index}`, `t${found.index}`, identifier(name)];
  const unit = unitOf(column, found, header);
  const mismatch = (unit: string, wanted: string) =>
    fault(
      'unit_mismatch',
      `${found.title}: the unit ${unit} cannot be converted to ${wanted}`,
      'correct `unit` in the source file or the header',
    );
  const tests = judge(name, column, found, unit, source);
  return {
    name,
    settled: false,
    ...typedSql(column, raw, text, unit, mismatch),
    odd: tests.flatMap((test) => (test.searched ? [] : [test.when(raw, value)])),
    searched: column.type === 'text' ? raw : null,
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

function judge(
  name: string,
  column: SourceColumn,
  found: FoundColumn,
  unit: string | undefined,
  source: Source,
): Test[] {
  const reason = (code: string, zh: string, en: string) =>
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
    tests.push({
      when: (text, value) => none(text, value) + (dated && !forgiven ? ` AND NOT ${yearless(text)}` : ''),
      reason: forgiven ? null : reason(...invalid),
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

import { identifier, literal } from '../../data/duck.ts';
import { CoalfaceError } from '../../data/errors.ts';
import type { SourceColumn } from '../../data/contract-schema.ts';
import type { Source } from '../../data/source-file.ts';
import { checkReason, INVALID, maskedSql, outsideSql, outsideText, reasonSql } from './contract-reasons.ts';
import type { FoundColumn, Header } from './header.ts';
import { conversionFactor } from './units.ts';

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

function sqlType(column: SourceColumn): string {
  if (column.type === 'decimal') return `DECIMAL(18, ${column.scale})`;
  if (column.type === 'range') return `DECIMAL(18, ${column.scale})[]`;
  return { text: 'VARCHAR', enum: 'VARCHAR', date: 'DATE', timestamp: 'TIMESTAMP', flag: 'BOOLEAN' }[
    column.type
  ];
}

function typedSql(
  column: SourceColumn,
  raw: string,
  text: string,
  unit: string | undefined,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
): { swift: string; careful: string } {
  // a form that the plain cast does not read is tried at once: coalesce looks only at the rows that are left
  const both = (plain: (cell: string) => string, any: (cell: string) => string) => ({
    swift: `coalesce(${plain(raw)}, ${any(raw)})`,
    careful: `coalesce(${plain(text)}, ${any(text)})`,
  });
  switch (column.type) {
    case 'text': {
      const form = (cell: string) => {
        if (column.mask) return maskedSql(cell);
        // a wagon number 0051234 that Excel shortened to 51234
        return column.digits
          ? `CASE WHEN length(${cell}) < ${column.digits} AND regexp_full_match(${cell}, '\\d+') THEN lpad(${cell}, ${column.digits}, '0') ELSE ${cell} END`
          : cell;
      };
      return { swift: form(raw), careful: form(text) };
    }
    case 'date':
    case 'timestamp': {
      const kind = column.type === 'date' ? 'date' : 'stamp';
      const any = `${kind}_${column.order ?? 'of'}`;
      return both(
        (cell) => `plain_${kind}(${cell})`,
        (cell) => `${any}(${cell})`,
      );
    }
    case 'flag':
      return { swift: `truth_of(${raw})`, careful: `truth_of(${text})` };
    case 'enum': {
      const pairs = Object.entries(column.values).flatMap(([canonical, texts]) =>
        [canonical, ...texts].map((one) => [one, canonical] as const),
      );
      const arms = (form: (text: string) => string) =>
        [...new Map(pairs.map(([one, canonical]) => [form(one), canonical]))]
          .map(([one, canonical]) => `WHEN ${one} THEN ${literal(canonical)}`)
          .join(' ');
      return {
        swift: `CASE ${raw} ${arms(literal)} END`,
        careful: `CASE lower(${text}) ${arms((one) => `lower(${cleaned(one)})`)} END`,
      };
    }
    case 'range': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, unit, mismatch);
      const form = (cell: string) => {
        const [low, high] = ['low_of', 'high_of'].map(
          (end) => `TRY_CAST(${end}(${cell})${scale} AS ${type})`,
        );
        return `CASE WHEN ${low} IS NOT NULL AND ${high} IS NOT NULL THEN [${low}, ${high}] END`;
      };
      return { swift: `NULL::${type}[]`, careful: form(text) };
    }
    case 'decimal': {
      const type = `DECIMAL(18, ${column.scale})`;
      const scale = scaleOf(column.unit, unit, mismatch);
      const printed = unit ?? column.unit;
      const number = (cell: string) =>
        printed ? `number_with_unit(${cell}, ${literal(printed)})` : `number_of(${cell})`;
      // a number too large for the column is no number; one of more than 18 digits takes long to read and is left to number_of
      return both(
        (cell) =>
          scale
            ? `TRY_CAST(TRY_CAST(${cell} AS DECIMAL(18, 6))::DECIMAL(24, 6)${scale} AS ${type})`
            : `TRY_CAST(${cell} AS ${type})`,
        (cell) => `TRY_CAST(TRY(${number(cell)}${scale}) AS ${type})`,
      );
    }
  }
}

/** The unit of a column's figures: its header's own, else what the source states, else what a line above the table says. */
function unitOf(column: SourceColumn, found: FoundColumn, header: Header): string | undefined {
  if (column.type !== 'decimal' && column.type !== 'range') return undefined;
  const wanted = column.unit;
  const above = header.titleUnit?.units.find((unit) => wanted && conversionFactor(unit, wanted) !== null);
  return found.unit ?? column.printed ?? above;
}

function scaleOf(
  wanted: string | undefined,
  printed: string | undefined,
  mismatch: (unit: string, wanted: string) => CoalfaceError,
): string {
  if (!wanted || !printed || wanted === printed) return '';
  const factor = conversionFactor(printed, wanted);
  if (!factor) throw mismatch(printed, wanted);
  return factor === '1' ? '' : ` * ${factor}`;
}

/** A declared text as an SQL literal, folded as `clean()` folds cells. */
export function cleaned(text: string): string {
  return literal(text.normalize('NFKC').trim());
}

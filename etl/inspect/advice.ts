import { optionsText } from './draft-source.ts';
import type { Inspection } from './inspect.ts';

/** What a person should look at before this file is loaded: one line each, Chinese first. */
export function advice(seen: Inspection): string[] {
  const { guess } = seen;
  const title = (index: number) => (guess.header.titles[index] ?? '').trim().replace(/\s+/g, ' ');
  const proposed = guess.mapped.filter((one) => one.likeness < 1).length;
  const repeats = guess.keyValues;
  return [
    ...(proposed
      ? [`${proposed} 列只是建议,保存后请确认 columns are proposals only: confirm them in the saved source`]
      : []),
    ...(repeats && repeats[0] < repeats[1]
      ? [`主键列有重复 the key repeats: ${repeats[0]} 个不同值 different / ${repeats[1]}`]
      : []),
    ...seen.doubts.map(({ index, median, needed, printed, readings, wanted }) => {
      const either = readings.map(
        ({ unit, median: value }) => `按${unit} as ${unit} ${figure(value)} ${wanted}`,
      );
      const why = printed
        ? `印的是${printed},数值却少见 printed as ${printed}, unusual in size`
        : needed
          ? '未注明单位,不猜测 no unit is printed, none is guessed'
          : `未注明单位,当作${wanted},数值却少见 no unit is printed, taken as ${wanted}, unusual in size`;
      return `${title(index)}: ${why}; 中位数 median ${figure(median)} ${either.join(' / ')}`;
    }),
    ...seen.units
      .filter((unit) => unit.foreign)
      .map(
        ({ field, unit, wanted }) => `${field}: 单位 ${unit} 不能换算为 ${wanted} cannot be converted to it`,
      ),
    ...seen.orders.map(({ index, order, borrowed, texts, firstOver12, secondOver12 }) => {
      const proof = borrowed
        ? '同文件其他列为证 as another column of the file proves'
        : `首位>12: ${firstOver12}, 次位>12: ${secondOver12}, 共 of ${texts}`;
      const means = {
        mdy: '月在前 month first (mdy)',
        dmy: '日在前 day first (dmy)',
        unclear: '月日顺序不明,请在来源中写明 order unclear, state it',
        mixed: '两种顺序混杂 both orders occur',
      }[order];
      return `${title(index)}: ${means}; ${proof}`;
    }),
    ...seen.choices.map((choice) =>
      choice.hinted
        ? `${choice.field}: 文件无此列,据名称取 no such column, taken from its name: ${choice.hinted}`
        : `${choice.field}: 文件无此列,须选一个 no such column, choose one: ${optionsText(choice)}; 试装暂用 rehearsed with ${choice.values[0]?.value ?? ''}`,
    ),
    ...seen.continued.map(
      (field) =>
        `${field}: 许多行主键为空,像是续行,见来源中的 continuation many rows have no key, as lines under a head`,
    ),
    ...guess.mapped.flatMap(({ index }) => {
      const lost = seen.profiles[index]?.digitsLost ?? 0;
      return lost
        ? [`${title(index)}: ${lost} 个编号被表格软件改成科学计数 identifiers lost digits (1.63E+06)`]
        : [];
    }),
    ...(seen.rehearsal && !seen.rehearsal.resolved
      ? ['客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked']
      : []),
  ];
}

function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: Math.abs(value) < 1 ? 6 : 2 });
}

/** Units that measure one thing, each as how many of the first it is: a decimal number or a fraction of two. */
const QUANTITIES: Record<string, string>[] = [
  {
    吨: '1',
    t: '1',
    千克: '0.001',
    公斤: '0.001',
    kg: '0.001',
    千吨: '1000',
    kt: '1000',
    万吨: '10000',
    百万吨: '1000000',
    mt: '1000000',
    亿吨: '100000000',
    // 2000 pounds of 0.45359237 kg
    shortton: '0.90718474',
    shorttons: '0.90718474',
    短吨: '0.90718474',
  },
  {
    元: '1',
    人民币元: '1',
    cny: '1',
    rmb: '1',
    千元: '1000',
    万元: '10000',
    百万元: '1000000',
    亿元: '100000000',
  },
  {
    '元/吨': '1',
    '元/t': '1',
    'cny/t': '1',
    '元/千克': '1000',
    '元/kg': '1000',
    '元/公斤': '1000',
    '万元/吨': '10000',
    '万元/万吨': '1',
    '人民币/吨': '1',
    'rmb/t': '1',
    '¥/t': '1',
    '¥/吨': '1',
  },
  // of dollars `mt` and `ton` are metric tonnes; a short ton is called so
  {
    '美元/吨': '1',
    '$/mt': '1',
    '$/t': '1',
    '$/吨': '1',
    'usd/t': '1',
    'usd/mt': '1',
    'usd/吨': '1',
    'us$/t': '1',
    'us$/mt': '1',
    'us$/吨': '1',
    dollarspermetricton: '1',
    dollarspershortton: '1/0.90718474',
    '$/shortton': '1/0.90718474',
    '美元/短吨': '1/0.90718474',
  },
  { '美元/吨': '1', '美元/t': '1', 'usd/t': '1', '$/t': '1' },
  { '元/美元': '1', 'cny/usd': '1' },
  { '吨/天': '1', '吨/日': '1', 't/d': '1', '万吨/天': '10000', '万吨/日': '10000' },
  // 1 cal = 4.1816 J, the calorie of 20 °C that Chinese coal trade counts in; the brief of the domain, §1
  {
    '大卡/千克': '1',
    '千卡/千克': '1',
    '大卡/公斤': '1',
    '大卡/kg': '1',
    '千卡/kg': '1',
    'kcal/kg': '1',
    'cal/g': '1',
    '卡/克': '1',
    大卡: '1',
    kcal: '1',
    '兆焦/千克': '1000/4.1816',
    '兆焦/公斤': '1000/4.1816',
    '兆焦/kg': '1000/4.1816',
    'mj/kg': '1000/4.1816',
    'kj/kg': '1/4.1816',
    'j/g': '1/4.1816',
    '焦/克': '1/4.1816',
    // 1 Btu/lb = 2326 J/kg, exactly
    'btu/lb': '2.326/4.1816',
    btuperpound: '2.326/4.1816',
  },
  {
    千瓦时: '1',
    度: '1',
    kwh: '1',
    mwh: '1000',
    兆瓦时: '1000',
    万千瓦时: '10000',
    万度: '10000',
    gwh: '1000000',
    亿千瓦时: '100000000',
    亿度: '100000000',
  },
  { 比例: '1', '%': '0.01', percent: '0.01', '‰': '0.001' },
  { 天: '1', 日: '1', days: '1' },
  { 艘: '1', vessels: '1' },
  { 公里: '1', 千米: '1', km: '1' },
];

/** Digits of a factor from its first one on; more would not fit beside those of the number that it multiplies. */
const DIGITS = 14;

/**
 * The factor, as an SQL number, that converts a value printed in one unit to another: `0.0001` for 吨 → 万吨. It is
 * exact, but for heat, where it is right to eleven places (23.00 MJ/kg are 5500 kcal/kg). A wagon (车) is no unit: its
 * 80 tonnes are an estimate.
 * @returns null if a unit is unknown or the two measure different things
 */
export function conversionFactor(from: string, to: string): string | null {
  const units = quantityOf(from);
  const [a, b] = [units?.[unitKey(from)], units?.[unitKey(to)]];
  if (a === undefined || b === undefined) return null;
  const [over, under] = [fraction(a), fraction(b)];
  return decimalText(over[0] * under[1], over[1] * under[0]);
}

/**
 * The units that can be converted to another, each in its compared form with its factor as an SQL number. A comparable text
 * is NFKC without spaces in lower case.
 */
export function convertibleUnits(to: string): [unit: string, factor: string][] {
  return Object.keys(quantityOf(to) ?? {}).map((unit) => [unit, conversionFactor(unit, to) ?? '1']);
}

/** Whether a text is a unit that {@link conversionFactor} knows. */
export function isUnit(text: string): boolean {
  return quantityOf(text) !== undefined;
}

function quantityOf(unit: string): Record<string, string> | undefined {
  return QUANTITIES.find((units) => Object.hasOwn(units, unitKey(unit)));
}

/** A unit as it is compared: NFKC, no spaces, lower case. Mt are megatonnes, mt too: nobody weighs coal in milligrams. */
function unitKey(unit: string): string {
  return unit.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}

/** `1000/4.1816` as a numerator and a denominator. */
function fraction(text: string): [bigint, bigint] {
  const [over = '', under = '1'] = text.split('/').map((part) => part.trim());
  const scaled = (part: string): [bigint, bigint] => {
    const [whole = '', decimals = ''] = part.split('.');
    return [BigInt(whole + decimals), 10n ** BigInt(decimals.length)];
  };
  const [a, b] = [scaled(over), scaled(under)];
  return [a[0] * b[1], a[1] * b[0]];
}

function decimalText(over: bigint, under: bigint): string {
  const whole = over / under;
  const places = DIGITS - (whole === 0n ? 0 : String(whole).length);
  const scale = 10n ** BigInt(Math.max(0, places));
  const digits = String((2n * over * scale + under) / (2n * under)).padStart(places + 1, '0');
  return places > 0 ? `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '') : digits;
}

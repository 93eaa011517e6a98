import { normaliseTitle } from '../stage/title.ts';

/** Words that headers use for one another, each replaced by the last of its line. */
const ALIKE: [RegExp, string][] = [
  [/全名|全称|名称|姓名|名字/g, '名'],
  [/统一编号|编号|编码|代码|号码|单号|代号/g, '号'],
  [/起始|开始|生效|启用|起/g, '始'],
  [/截止|结束|终止|到期|失效|止/g, '终'],
  [/日期|时间|年月日/g, '日'],
  [/数量|吨数|吨位|重量/g, '量'],
  [/金额|总额|价款|款额/g, '额'],
  [/价格|单价/g, '价'],
  [/签约|签订|签署/g, '合同'],
  [/公司|单位|企业|用户/g, '客户'],
  [/类别|类型|种类|性质/g, '类'],
  [/级别|等级|分级/g, '级'],
  [/负责人|经办人|业务员|经理|跟进人/g, '员'],
  [/备注|说明|摘要/g, '注'],
  [/手机|电话|联系方式/g, '话'],
  [/customer|client|company|acct/g, 'account'],
  [/deal|oppty/g, 'opportunity'],
  [/quantity|volume|tonnage|tons|tonnes/g, 'qty'],
  [/value|revenue|total|amt/g, 'amount'],
  [/number|code|\bno\b|#/g, 'id'],
  [/salesperson|salesrep|agent|responsible/g, 'owner'],
  [/sector/g, 'industry'],
  [/begin/g, 'start'],
  [/expiry|expiration|finish/g, 'end'],
];

/** A title as it is compared for likeness: normalised, its near-synonyms replaced. */
export function folded(text: string): string {
  return ALIKE.reduce((title, [words, one]) => title.replace(words, one), normaliseTitle(text).title);
}

/**
 * How alike two folded titles are, 0–1: the share of the pairs of neighbouring characters that they have in common
 * (Dice), the beginning and the end of the title counting as characters.
 */
export function likeness(a: string, b: string): number {
  const [left, right] = [pairs(a), pairs(b)];
  const rest = [...right];
  const common = left.filter((pair) => {
    const at = rest.indexOf(pair);
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
  return (2 * common.length) / (left.length + right.length);
}

function pairs(text: string): string[] {
  const signs = ['^', ...text, '$'];
  return signs.slice(1).map((sign, i) => `${signs[i] ?? ''}${sign}`);
}

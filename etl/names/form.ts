const BRANCHES = [
  '热电厂',
  '发电厂',
  '电厂',
  '热电',
  '电站',
  '水泥厂',
  '钢铁厂',
  '焦化厂',
  '分公司',
  '子公司',
  '办事处',
];
/** Two ways of writing one kind of plant. */
const SAME_KIND: Record<string, string> = { 热电厂: '热电', 发电厂: '电厂' };

const BRANCH = new RegExp(`(?:${BRANCHES.join('|')})$`);
const GROUP = String.raw`(?:\(集团\)|集团)?`;
const SHARE = String.raw`(?:\(股份\)|股份)?`;
// 公司 after 分 or 子 names a branch, which is another company than the whole; 电子公司 is a company in electronics
const BODY = String.raw`(?:有限责任公司|\(有限责任\)公司|有限公司|\(有限\)公司|总公司|(?<!分|(?<!电)子)公司)`;
const LEGAL_FORM = new RegExp(`${GROUP}${SHARE}${GROUP}${BODY}`, 'g');
const SHARE_ANYWHERE = /\(股份\)|股份/g;
const GROUP_AT_END = /(?:\(集团\)|集团)+$/;
const BLANK = /[\s\u200b-\u200d\ufeff]+/g;
/** What tells the plants of one group apart: numbers and quarters of the compass. */
const MARKS = /[0-9一二三四五六七八九十东西南北]/g;

/**
 * A company's name in the form in which names are compared: NFKC, upper case, without blanks and without the legal form
 * (股份有限公司, 集团公司 …), wherever it stands. The plant or branch at its end stays, as do provinces and cities.
 * @returns the text itself if nothing else is left of it; '' for a blank one
 */
export function companyForm(name: string): string {
  const text = name.normalize('NFKC').replace(BLANK, '').toUpperCase();
  const bare = text.replace(LEGAL_FORM, '').replace(SHARE_ANYWHERE, '').replace(GROUP_AT_END, '');
  return bare || text;
}

/** The kind of plant or branch at the end of a form (电厂, 热电, 分公司 …); '' for a company without one. */
export function branchKind(form: string): string {
  const found = BRANCH.exec(form)?.[0] ?? '';
  return SAME_KIND[found] ?? found;
}

/** Whether a form names a plant or branch of the company with the other form: a child, never another name of it. */
export function isBranchOf(form: string, company: string): boolean {
  return (
    company !== '' && form.length > company.length && form.startsWith(company) && branchKind(form) !== ''
  );
}

/** The characters of a form that tell plants of one group apart, in order. Forms that differ in them are not alike. */
export function marksOf(form: string): string {
  return (form.match(MARKS) ?? []).join('');
}

/** A customer code as it is compared: NFKC, trimmed, upper case; null for none. */
export function codeForm(code: string | null): string | null {
  return code?.normalize('NFKC').trim().toUpperCase() || null;
}

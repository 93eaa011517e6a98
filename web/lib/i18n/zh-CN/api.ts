import type { Texts } from '../shape.ts';

/** The Chinese texts of the area `api`. */
export const api = {
  title: '数据接口',
  lead: '快照、问题库与自由查询,供 Excel、Python、R 与脚本使用。所有数字都属于一个快照,答复头 coalface-snapshot 写明是哪一个。',
  document: 'OpenAPI 3.1 文档',
  access: '令牌',
  accessLead:
    '在服务器本机打开的本系统页面不需要令牌;其他请求都要带上 Authorization: Bearer 令牌。令牌只在建立时显示一次,库中只存摘要。',
  forms: '格式',
  formsLead:
    '数据行由请求头 Accept 选择格式:application/json、text/csv(带 BOM 的 UTF-8)或 application/vnd.apache.arrow.stream。出错时为 application/problem+json,含 code、message、hint、place。',
  examples: '示例',
  operations: '操作',
  scope: { label: '令牌范围', read: 'read 只读', sql: 'sql 自由查询', open: '不需要令牌' },
  inputs: '输入',
  name: '名称',
  place: '位置',
  type: '类型',
  meaning: '说明',
  required: '必填',
  where: { path: '路径', query: '地址', body: '请求体' },
  rowsNote: '答复可为 JSON、CSV 或 Arrow',
  inputHelp: {
    snapshot: '快照编号;缺省为当前快照',
    id: '问题编号',
    params: '问题或语句的参数;缺省用默认值,不认识的会被拒绝',
    limit: '最多行数',
    offset: '跳过的行数',
    sql: '一条 SELECT 语句',
  },
} as const satisfies Texts;

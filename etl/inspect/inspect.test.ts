import iconv from 'iconv-lite';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import { CoalfaceError } from '../../data/errors.ts';
import { parseSource } from '../../data/source-file.ts';
import { runEtl } from '../run.ts';
import { smallHome, type SmallHome } from '../testing/small-home.ts';
import { tryFile } from '../try.ts';
import { inspectFile, type Inspection } from './inspect.ts';
import { inspectionText } from './report.ts';

let small: SmallHome;
let dir: string;
beforeEach(async () => {
  small = await smallHome();
  dir = path.join(small.home.root, 'exports');
  await mkdir(dir);
});
afterEach(() => small.remove());

async function fileOf(name: string, lines: string[], encoding = 'utf8'): Promise<string> {
  const file = path.join(dir, name);
  await writeFile(file, iconv.encode(`${lines.join('\r\n')}\r\n`, encoding));
  return file;
}

async function sheetOf(name: string, rows: (string | number | null)[][]): Promise<string> {
  const file = path.join(dir, name);
  const cells = rows.map((row) => row.map((value) => (value === null ? null : { value })));
  await writeWorkbook(cells as never).toFile(file);
  return file;
}

async function textOf(file: string): Promise<string> {
  return inspectionText(await inspectFile(small.home, file)).replaceAll(dir, 'DIR');
}

/** Load the accounts that contracts and opportunities name. */
async function withAccounts(): Promise<void> {
  await small.accounts([
    ['C001', '江海电力股份有限公司', '江海电力', '电力'],
    ['C002', '东岭钢铁有限公司', '东岭钢铁', '冶金'],
  ]);
  await runEtl({
    home: small.home,
    sources: ['accounts'],
    now: () => new Date('2012-06-19T02:00:00Z'),
    progress: () => {},
  });
}

async function saved(seen: Inspection, file: string): ReturnType<typeof tryFile> {
  return tryFile(small.home, parseSource(seen.source, 'saved.yaml'), file);
}

test('a GBK contract list under a title that states its unit', async () => {
  const file = await fileOf(
    '2012年合同台账.csv',
    [
      '2012年煤炭购销合同台账,,,,,,,',
      ',,,,,,,单位：万元',
      '合同编号,客户名称,合同类型,开始日期,结束日期,合同量(万吨),合同金额,经办',
      'HT-01,江海电力股份有限公司,年度长协,2012年1月1日,2012年12月31日,120,86400,张三',
      'HT-02,东岭钢铁有限公司,现货,2012.6.1,2012.6.30,1.5,"1,080",李四',
      'HT-03,东岭钢铁有限公司,以货易货,2012.7.31,2012.7.1,2,1440,李四',
      '合计,,,,,123.5,88920,',
    ],
    'gb18030',
  );
  expect(await textOf(file)).toMatchInlineSnapshot(`
    "【文件】file
    文件 file     2012年合同台账.csv  355 B
    格式 format   文本 delimited text, GB18030, 分隔符 delimiter ,
    表头 header   第 3 行 row 3
    表上 above    2012年煤炭购销合同台账
    表上 above    单位：万元
    记录 records  7

    【对象】object
    对象 object               得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
    ────────────────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
    合同 contract                     96  高 high    1/1       3/3            7/8           ✓
    回款计划 collection_plan          38             1/2       2/4            3/8
    客户变更 account_change           37             1/3       1/3            3/8

    【列】columns
    列  表头 header   字段 field               依据 evidence  单位 unit  取值 values    例 example
    ──  ────────────  ───────────────────────  ─────────────  ─────────  ─────────────  ────────────────────
    A   合同编号      contract_no 合同编号     表头 header               文字 text 4    HT-01
    B   客户名称      account_name 客户名称    表头 header               文字 text 3    江海电力股份有限公司
    C   合同类型      kind 合同类型            表头 header               文字 text 3    年度长协
    D   开始日期      starts_on 开始日期       同义 synonym              日期 date 3    2012年1月1日
    E   结束日期      ends_on 结束日期         同义 synonym              日期 date 3    2012年12月31日
    F   合同量(万吨)  qty_t 合同量(吨)         表头 header    万吨 表头  数字 number 4  120
    G   合同金额      amount_cny 合同金额(元)  表头 header    万元 表上  数字 number 4  86400

    【未识别】not recognised: kept in extra
    列  表头 header  建议 suggestion  例 example
    ──  ───────────  ───────────────  ──────────
    H   经办                          张三

    【注意】attention
    ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

    【试装】rehearsal, nothing loaded
    7 条 records = 2 可入库 good + 1 隔离 quarantined + 0 重复 reprints + 4 表头表尾 headers and footers
      1 × unknown_value 合同类型:不在允许的取值内 (kind: not an allowed value)
          第 6 行 row 6: 以货易货
      1 × dates_reversed 合同结束日期早于开始日期 (the contract ends before it starts)
          第 6 行 row 6: 2012.7.31 | 2012.7.1
    字段 field    第 4 行               第 5 行
    ────────────  ────────────────────  ────────────────
    contract_no   HT-01                 HT-02
    account_name  江海电力股份有限公司  东岭钢铁有限公司
    kind          年度长协              现货
    starts_on     2012-01-01            2012-06-01
    ends_on       2012-12-31            2012-06-30
    qty_t         1200000.000           15000.000
    amount_cny    864000000.00          10800000.00

    【下一步】next
    1. coalface inspect 'DIR/2012年合同台账.csv' --save   写出来源 write the source contract_2012.yaml, 核对 check it
    2. coalface etl try contract_2012 'DIR/2012年合同台账.csv'   试读 try it
    3. coalface etl run contract_2012   文件放入 with the file in COALFACE_HOME/inbox/contract_2012
    "
  `);
});

test('a Salesforce report with its footer', async () => {
  const file = await fileOf('report1340000000000.csv', [
    '"业务机会名称","客户名","阶段","金额","结束日期","可能性(%)","业务机会所有人","业务机会编码"',
    '"电煤二期","江海电力股份有限公司","谈判审核","￥1,200,000.00","2015-7-25","75","张三","006A01"',
    '"水泥","东岭钢铁有限公司","失败","￥80,000.00","2015-8-1","0","李四","006A02"',
    '"总计","","","","","","",""',
    '"Confidential Information - Do Not Distribute"',
    '"Copyright (c) 2000-2015 salesforce.com, inc. All rights reserved."',
  ]);
  expect(await textOf(file)).toMatchInlineSnapshot(`
    "【文件】file
    文件 file     report1340000000000.csv  486 B
    格式 format   文本 delimited text, UTF-8, 分隔符 delimiter ,
    表头 header   第 1 行 row 1
    记录 records  6

    【对象】object
    对象 object                     得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
    ──────────────────────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
    商机 opportunity                        85  高 high    1/1       2/2            8/8
    商机阶段历史 opportunity_stage          38             2/3       2/3            2/8
    合同 contract                           20             0/1       1/3            3/8

    【列】columns
    列  表头 header     字段 field               依据 evidence  单位 unit    取值 values    例 example
    ──  ──────────────  ───────────────────────  ─────────────  ───────────  ─────────────  ────────────────────
    A   业务机会名称    name 商机名称            同义 synonym                文字 text 2    电煤二期
    B   客户名          account_name 客户名称    同义 synonym                文字 text 2    江海电力股份有限公司
    C   阶段            stage 阶段               同义 synonym                文字 text 2    谈判审核
    D   金额            amount_cny 商机金额(元)  同义 synonym   未注明 none  数字 number 2  ￥1,200,000.00
    E   结束日期        closes_on 预计成交日期   同义 synonym                日期 date 2    2015-7-25
    F   可能性(%)       probability 赢率         同义 synonym   % 表头       数字 number 2  75
    G   业务机会所有人  owner 负责人             同义 synonym                文字 text 2    张三
    H   业务机会编码    opportunity_no 商机编号  同义 synonym                文字 text 2    006A01

    【注意】attention
    ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

    【试装】rehearsal, nothing loaded
    6 条 records = 2 可入库 good + 0 隔离 quarantined + 0 重复 reprints + 4 表头表尾 headers and footers
    字段 field      第 2 行               第 3 行
    ──────────────  ────────────────────  ────────────────
    name            电煤二期              水泥
    account_name    江海电力股份有限公司  东岭钢铁有限公司
    stage           谈判                  输单
    amount_cny      1200000.00            80000.00
    closes_on       2015-07-25            2015-08-01
    probability     0.7500                0.0000
    owner           张三                  李四
    opportunity_no  006A01                006A02

    【下一步】next
    1. coalface inspect DIR/report1340000000000.csv --save   写出来源 write the source opportunity_report1340000000000.yaml, 核对 check it
    2. coalface etl try opportunity_report1340000000000 DIR/report1340000000000.csv   试读 try it
    3. coalface etl run opportunity_report1340000000000   文件放入 with the file in COALFACE_HOME/inbox/opportunity_report1340000000000
    "
  `);
});

test('a Dynamics workbook of contacts with hidden columns and telephone numbers', async () => {
  const file = await sheetOf('Active Contacts.xlsx', [
    [
      '(Do Not Modify) Contact',
      '(Do Not Modify) Row Checksum',
      ' Full Name',
      'Company Name (Company Name) (Account)',
      'Job Title',
      'Cell',
    ],
    ['a1b2c3', 'x/1', '王五', '江海电力股份有限公司', '科长', '13800138000'],
    ['a1b2c4', 'x/2', '赵六', '东岭钢铁有限公司', '部长', '13900139000'],
  ]);
  expect(await textOf(file)).toMatchInlineSnapshot(`
    "【文件】file
    文件 file     Active Contacts.xlsx  3.0 KB
    格式 format   工作簿 workbook .xlsx, 工作表 sheet Sheet1
    表头 header   第 1 行 row 1
    记录 records  3

    【对象】object
    对象 object        得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
    ─────────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
    联系人 contact             93  高 high    1/1       2/2            5/6           ✓
    客户 account               53             1/1       2/3            2/6
    CRM 用户 crm_user          12             0/1       1/2            1/6

    【列】columns
    列  表头 header                            字段 field             依据 evidence           单位 unit  取值 values     例 example
    ──  ─────────────────────────────────────  ─────────────────────  ──────────────────────  ─────────  ──────────────  ────────────────────
    A   (Do Not Modify) Contact                contact_id 联系人编号  同义 synonym                       文字 text 2     a1b2c3
    C   Full Name                              name 姓名              同义 synonym                       文字 text 2     王五
    D   Company Name (Company Name) (Account)  account_name 客户名称  同义 synonym                       文字 text 2     江海电力股份有限公司
    E   Job Title                              title 职务             同义 synonym                       文字 text 2     科长
    F   Cell                                   phone 电话(已掩码)     建议:取值 values? 手机             手机号 phone 2  138******00

    【未识别】not recognised: kept in extra
    列  表头 header                   建议 suggestion  例 example
    ──  ────────────────────────────  ───────────────  ──────────
    B   (Do Not Modify) Row Checksum                   x/1

    【注意】attention
    ! 1 列只是建议,保存后请确认 columns are proposals only: confirm them in the saved source
    ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

    【试装】rehearsal, nothing loaded
    3 条 records = 2 可入库 good + 0 隔离 quarantined + 0 重复 reprints + 1 表头表尾 headers and footers
    字段 field    第 2 行               第 3 行
    ────────────  ────────────────────  ────────────────
    contact_id    a1b2c3                a1b2c4
    name          王五                  赵六
    account_name  江海电力股份有限公司  东岭钢铁有限公司
    title         科长                  部长
    phone         138******00           139******00

    【下一步】next
    1. coalface inspect 'DIR/Active Contacts.xlsx' --save   写出来源 write the source contact_active_contacts.yaml, 核对 check it
    2. coalface etl try contact_active_contacts 'DIR/Active Contacts.xlsx'   试读 try it
    3. coalface etl run contact_active_contacts   文件放入 with the file in COALFACE_HOME/inbox/contact_active_contacts
    "
  `);
});

test('a header of two rows under a merged title', async () => {
  const file = await sheetOf('回款.xlsx', [
    ['回款信息（*代表必填项；时间格式：2012-06-18）', null, null, null, null, null],
    ['基本信息', null, null, '回款', null, null],
    ['*回款编号', '客户名称', '合同编号', '日期', '金额(元)', '方式'],
    ['HK-1', '江海电力股份有限公司', 'HT-01', 41078, 500000, '电汇'],
    ['HK-2', '东岭钢铁有限公司', 'HT-02', 41079, -20000, '银承'],
  ]);
  expect(await textOf(file)).toMatchInlineSnapshot(`
    "【文件】file
    文件 file     回款.xlsx  3.1 KB
    格式 format   工作簿 workbook .xlsx, 工作表 sheet Sheet1
    表头 header   第 2–3 行 row 2–3
    表上 above    回款信息（*代表必填项；时间格式：2012-06-18）
    记录 records  5

    【对象】object
    对象 object               得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
    ────────────────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
    回款 collection                  100  高 high    1/1       3/3            6/6           ✓
    合同 contract                     53             1/1       1/3            3/6
    回款计划 collection_plan          31             1/2       1/4            2/6

    【列】columns
    列  表头 header         字段 field               依据 evidence        单位 unit  取值 values    例 example
    ──  ──────────────────  ───────────────────────  ───────────────────  ─────────  ─────────────  ────────────────────
    A   基本信息/*回款编号  collection_no 回款编号   两级表头 two levels             文字 text 2    HK-1
    B   基本信息/客户名称   account_name 客户名称    两级表头 two levels             文字 text 2    江海电力股份有限公司
    C   基本信息/合同编号   contract_no 合同编号     两级表头 two levels             文字 text 2    HT-01
    D   回款/日期           received_on 回款日期     两级表头 two levels             数字 number 2  41078
    E   回款/金额(元)       amount_cny 回款金额(元)  两级表头 two levels  元 表头    数字 number 2  500000
    F   回款/方式           method 回款方式          两级表头 two levels             文字 text 2    电汇

    【注意】attention
    ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

    【试装】rehearsal, nothing loaded
    5 条 records = 2 可入库 good + 0 隔离 quarantined + 0 重复 reprints + 3 表头表尾 headers and footers
    字段 field     第 4 行               第 5 行
    ─────────────  ────────────────────  ────────────────
    collection_no  HK-1                  HK-2
    account_name   江海电力股份有限公司  东岭钢铁有限公司
    contract_no    HT-01                 HT-02
    received_on    2012-06-18            2012-06-19
    amount_cny     500000.00             -20000.00
    method         电汇                  银行承兑

    【下一步】next
    1. coalface inspect 'DIR/回款.xlsx' --save   写出来源 write the source collection_export.yaml, 核对 check it
    2. coalface etl try collection_export 'DIR/回款.xlsx'   试读 try it
    3. coalface etl run collection_export   文件放入 with the file in COALFACE_HOME/inbox/collection_export
    "
  `);
});

test('a weighbridge that prints tonnes and means kilograms', async () => {
  const file = await fileOf('地磅0618.csv', [
    '流水号,车牌号,货名,发货单位,收货单位,运输方式,毛重(吨),皮重(吨),净重(吨),毛重时间,备注',
    '1.63E+06,晋B12345,Q5500,一号井,江海电力,公路,55000,15000,40000,2012/6/18 7:42,',
    'T2,晋b12346,Q5500,一号井,江海电力,公路,54800,15200,39600,2012/6/18 8:02,',
    'T2,晋b12346,Q5500,一号井,江海电力,公路,54800,15200,39600,2012/6/18 8:02,',
    'T3,晋b12347,Q5500,一号井,江海电力,公路,0,0,0,6/18 8:10,Daily test',
  ]);
  expect(await textOf(file)).toMatchInlineSnapshot(`
    "【文件】file
    文件 file     地磅0618.csv  458 B
    格式 format   文本 delimited text, UTF-8, 分隔符 delimiter ,
    表头 header   第 1 行 row 1
    记录 records  5

    【对象】object
    对象 object    得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
    ─────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
    发运 delivery          76  高 high    1/2       6/7            11/11
    采购 purchase           5             0/1       1/4            1/11
    客户 account            0             0/1       0/3            0/11

    【列】columns
    列  表头 header  字段 field                     依据 evidence  单位 unit  取值 values    例 example
    ──  ───────────  ─────────────────────────────  ─────────────  ─────────  ─────────────  ──────────────
    A   流水号       ticket_no 单号                 同义 synonym              文字 text 4    1.63E+06
    B   车牌号       vehicle 车号/船名              同义 synonym              文字 text 4    晋B12345
    C   货名         grade 煤种                     同义 synonym              文字 text 4    Q5500
    D   发货单位     mine 矿点                      同义 synonym              文字 text 4    一号井
    E   收货单位     consignee 收货单位             表头 header               文字 text 4    江海电力
    F   运输方式     mode 运输方式                  表头 header               文字 text 4    公路
    G   毛重(吨)     gross_t 毛重(吨)               表头 header    吨 表头    数字 number 4  55000
    H   皮重(吨)     tare_t 皮重(吨)                表头 header    吨 表头    数字 number 4  15000
    I   净重(吨)     net_t 净重(吨)                 表头 header    吨 表头    数字 number 4  40000
    J   毛重时间     weighed_at 过衡/装车/离港时间  同义 synonym              日期 date 4    2012/6/18 7:42
    K   备注         remark 备注                    表头 header               文字 text 1    Daily test

    【注意】attention
    ! 毛重(吨): 印的是吨,数值却少见 printed as 吨, unusual in size; 中位数 median 54,800 按吨 as 吨 54,800 吨 / 按kg as kg 54.8 吨
    ! 皮重(吨): 印的是吨,数值却少见 printed as 吨, unusual in size; 中位数 median 15,100 按吨 as 吨 15,100 吨 / 按kg as kg 15.1 吨
    ! 净重(吨): 印的是吨,数值却少见 printed as 吨, unusual in size; 中位数 median 39,600 按吨 as 吨 39,600 吨 / 按kg as kg 39.6 吨
    ! origin: 文件无此列,据名称取 no such column, taken from its name: weighbridge
    ! 流水号: 1 个编号被表格软件改成科学计数 identifiers lost digits (1.63E+06)
    ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

    【试装】rehearsal, nothing loaded
    5 条 records = 1 可入库 good + 2 隔离 quarantined + 1 重复 reprints + 1 表头表尾 headers and footers
      1 × digits_lost 流水号:科学计数法,位数已丢失 (ticket_no: scientific notation: Excel has thrown digits away; export the column as text)
          第 2 行 row 2: 1.63E+06
      1 × not_weighed 毛重为零:未过磅 (gross weight is zero, the lot was not weighed)
          第 5 行 row 5: 0
      1 × year_missing 毛重时间:日期缺少年份,不猜测 (weighed_at: a date without a year; none is guessed)
          第 5 行 row 5: 6/18 8:10
    字段 field  第 3 行
    ──────────  ───────────────────
    ticket_no   T2
    vehicle     晋b12346
    grade       Q5500
    mine        一号井
    consignee   江海电力
    mode        truck
    gross_t     54800.000
    tare_t      15200.000
    net_t       39600.000
    weighed_at  2012-06-18 08:02:00
    remark      —

    【下一步】next
    1. coalface inspect 'DIR/地磅0618.csv' --save   写出来源 write the source delivery_0618.yaml, 核对 check it
    2. coalface etl try delivery_0618 'DIR/地磅0618.csv'   试读 try it
    3. coalface etl run delivery_0618   文件放入 with the file in COALFACE_HOME/inbox/delivery_0618
    "
  `);
});

describe('a dialect that nobody wrote a source for', () => {
  const lines = [
    '客户全名,合同号码,签约数量（万吨）,起始日,截止日,签约人',
    '江海电力股份有限公司,HT-01,120,1/6/2012,31/12/2012,张三',
    '东岭钢铁有限公司,HT-02,1.5,1/6/2012,30/6/2012,李四',
  ];

  test('is understood by likeness, and says so', async () => {
    expect(await textOf(await fileOf('合同.csv', lines))).toMatchInlineSnapshot(`
      "【文件】file
      文件 file     合同.csv  213 B
      格式 format   文本 delimited text, UTF-8, 分隔符 delimiter ,
      表头 header   第 1 行 row 1
      记录 records  3

      【对象】object
      对象 object               得分 score  把握 sure  主键 key  必填 required  表头 headers  名称 named
      ────────────────────────  ──────────  ─────────  ────────  ─────────────  ────────────  ──────────
      合同 contract                     91  高 high    1/1       3/3            5/6           ✓
      客户变更 account_change           41             1/3       1/3            3/6
      回款计划 collection_plan          40             1/2       2/4            3/6

      【列】columns
      列  表头 header       字段 field             依据 evidence                单位 unit  取值 values    例 example
      ──  ────────────────  ─────────────────────  ───────────────────────────  ─────────  ─────────────  ────────────────────
      A   客户全名          account_name 客户名称  建议:相似 similar? 客户名称             文字 text 2    江海电力股份有限公司
      B   合同号码          contract_no 合同编号   建议:相似 similar? 合同编号             文字 text 2    HT-01
      C   签约数量（万吨）  qty_t 合同量(吨)       建议:相似 similar? 合同量    万吨 表头  数字 number 2  120
      D   起始日            starts_on 开始日期     建议:相似 similar? 开始日期             日期 date 2    1/6/2012
      E   截止日            ends_on 结束日期       建议:相似 similar? 结束日期             日期 date 2    31/12/2012

      【未识别】not recognised: kept in extra
      列  表头 header  建议 suggestion                       例 example
      ──  ───────────  ────────────────────────────────────  ──────────
      F   签约人       或为 perhaps owner 公司签约人 (0.60)  张三

      【注意】attention
      ! 5 列只是建议,保存后请确认 columns are proposals only: confirm them in the saved source
      ! 起始日: 日在前 day first (dmy); 同文件其他列为证 as another column of the file proves
      ! 截止日: 日在前 day first (dmy); 首位>12: 2, 次位>12: 0, 共 of 2
      ! 客户尚未入库,客户名未核对 no accounts are loaded yet: names of customers were not checked

      【试装】rehearsal, nothing loaded
      3 条 records = 2 可入库 good + 0 隔离 quarantined + 0 重复 reprints + 1 表头表尾 headers and footers
      字段 field    第 2 行               第 3 行
      ────────────  ────────────────────  ────────────────
      account_name  江海电力股份有限公司  东岭钢铁有限公司
      contract_no   HT-01                 HT-02
      qty_t         1200000.000           15000.000
      starts_on     2012-06-01            2012-06-01
      ends_on       2012-12-31            2012-06-30

      【下一步】next
      1. coalface inspect 'DIR/合同.csv' --save   写出来源 write the source contract_export.yaml, 核对 check it
      2. coalface etl try contract_export 'DIR/合同.csv'   试读 try it
      3. coalface etl run contract_export   文件放入 with the file in COALFACE_HOME/inbox/contract_export
      "
    `);
  });

  test('loads once its source is saved', async () => {
    await withAccounts();
    const file = await fileOf('合同.csv', lines);
    const seen = await inspectFile(small.home, file);
    expect(seen.source).toMatchInlineSnapshot(`
      "# 由 coalface inspect 据 合同.csv 草拟;核对标有“请确认”的行 drafted from it; check the lines marked so
      id: contract_export
      title: { zh: 合同(合同.csv), en: Contract (合同.csv) }
      object: contract
      # 导出文件放入 COALFACE_HOME/inbox/contract_export drop the exports there
      origin: { kind: files, folder: contract_export }
      columns:
        contract_no: { from: [ 合同号码 ] } # 请确认 please confirm: 像 like “合同编号”
        account_name: { from: [ 客户全名 ] } # 请确认 please confirm: 像 like “客户名称”
        starts_on: { from: [ 起始日 ], order: dmy } # 请确认 please confirm: 像 like “开始日期”; 日在前 day first: 据同文件其他列 as in another column
        ends_on: { from: [ 截止日 ], order: dmy } # 请确认 please confirm: 像 like “结束日期”; 日在前 day first: 2/2
        qty_t: { from: [ 签约数量（万吨） ] } # 请确认 please confirm: 像 like “合同量”
      # 未列出的列原样存入 extra; drift: { columns: freeze } 则遇到它们就拒收 unnamed columns are kept in extra
      "
    `);
    const trial = await saved(seen, file);
    expect(trial.rejected).toEqual([]);
    expect(trial.rows).toMatchObject([
      { contract_no: 'HT-01', account_id: 'C001', qty_t: '1200000.000', ends_on: '2012-12-31' },
      { contract_no: 'HT-02', account_id: 'C002', qty_t: '15000.000', starts_on: '2012-06-01' },
    ]);
  });
});

test('what only a person knows stands in the source as a comment', async () => {
  const file = await fileOf('deliveries.csv', [
    '磅单号,过衡时间,煤种,收货单位,净重',
    'T1,2012-06-18 07:42,Q5500,江海电力,40',
    'T2,2012-06-18 07:52,Q5500,江海电力,41',
  ]);
  const { source } = await inspectFile(small.home, file, { object: 'delivery' });
  expect(source).toMatchInlineSnapshot(`
    "# 由 coalface inspect 据 deliveries.csv 草拟;核对标有“请确认”的行 drafted from it; check the lines marked so
    id: delivery_deliveries
    title: { zh: 发运(deliveries.csv), en: Delivery (deliveries.csv) }
    object: delivery
    # 导出文件放入 COALFACE_HOME/inbox/delivery_deliveries drop the exports there
    origin: { kind: files, folder: delivery_deliveries }
    # constants:
      # origin: weighbridge # 文件无此列,请选一个 choose one: weighbridge 地磅 | rail 铁路 | ship 水运
      # mode: rail_water # 文件无此列,请选一个 choose one: rail_water 铁水联运 | rail 铁路直达 | truck 公路
    # columns:
      # net_t: { printed: 吨 } # 表头未印单位,请填 吨 / 万吨 / kg which unit are the figures in?
    # 未列出的列原样存入 extra; drift: { columns: freeze } 则遇到它们就拒收 unnamed columns are kept in extra
    "
  `);
  expect(parseSource(source, 'saved.yaml').object).toBe('delivery');
});

test.each<[string, string[], string | undefined, string]>([
  ['prose', ['这是一封信', '没有表格'], undefined, 'no_table'],
  ['numbers', ['1,2,3', '4,5,6'], undefined, 'no_table'],
  ['a table of something else', ['片名,导演,票房', '甲,乙,1', '丙,丁,2'], undefined, 'object_unclear'],
  ['an object that there is not', ['合同编号,客户名称', 'a,b'], 'contracts', 'unknown_object'],
])('%s is a named error', async (_what, lines, object, code) => {
  const file = await fileOf('x.csv', lines);
  const error = await inspectFile(small.home, file, { object }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(CoalfaceError);
  expect((error as CoalfaceError).code).toBe(code);
});

test('JSON from an interface is understood by its keys, and every record is accounted for', async () => {
  await withAccounts();
  const records = [
    {
      合同编号: 'HT-1',
      客户编号: 'C001',
      客户名称: '江海电力股份有限公司',
      开始日期: '2012-01-01',
      结束日期: '2012-12-31',
      '合同单价(元/吨)': 700,
      '合同量(吨)': 120000,
    },
    {
      合同编号: 'HT-2',
      客户编号: 'C002',
      客户名称: '东岭钢铁有限公司',
      开始日期: '2012-02-01',
      结束日期: '2012-12-31',
      '合同单价(元/吨)': 705,
      '合同量(吨)': 80000,
    },
  ];
  const seen = await inspectFile(small.home, await fileOf('合同.json', [JSON.stringify(records)]), {
    object: 'contract',
  });
  expect(seen).toMatchObject({
    format: { kind: 'json' },
    records: 3,
    rehearsal: { records: 3, furniture: 1 },
  });
  expect(inspectionText(seen)).toContain('JSON, UTF-8');
});

test('bytes that are no text are a named error', async () => {
  const file = path.join(dir, 'x.csv');
  await writeFile(file, Buffer.from([0, 1, 2, 3, 255, 254, 0, 0, 10, 0]));
  await expect(inspectFile(small.home, file)).rejects.toThrow(CoalfaceError);
  await expect(readFile(file)).resolves.toHaveLength(10);
});

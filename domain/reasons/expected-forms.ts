import { clause, listText, t } from "./words.ts";

const mailbox = t(
  "人员，写作 `姓名 <office@example.org> +86 138 0013 8000`，多人以分号隔开",
  "a person as `姓名 <office@example.org> +86 138 0013 8000`, several separated by ;",
);

/** The earlier cell, if two contradict each other. */
interface First {
  firstRow: number;
  firstColumn: string;
}

/** What is expected of a cell of a sheet, or a field of a form. */
export const expectedForms = {
  "organization-code": () =>
    t(
      "3至32位大写字母、数字和连字符组成的代码，例如18位统一社会信用代码",
      "a code of 3 to 32 capital letters, digits and hyphens, such as the 18 signs of 统一社会信用代码",
    ),
  "organization-name": () => t("机构名称", "the organization's name"),
  "charity-as-qualified": () =>
    t("yes或空值（有公开募捐资格的必是慈善组织）", "yes or nothing: whoever may raise funds in public is a charity"),
  "no-authority": () =>
    t(
      "空值（supervised一列已填写没有业务主管单位）",
      "nothing: supervised says that there is no supervising authority",
    ),
  "no-party-committee": () =>
    t(
      "空值（只有没有业务主管单位即supervised为no的，才由社会组织党委代行党建事务）",
      "nothing: the party committee stands in only where supervised says no",
    ),
  zone: () => t("IANA时区，例如Asia/Shanghai", "an IANA zone such as Asia/Shanghai"),
  direction: () => t("收入或支出（received或used）", "received or used (收入 or 支出)"),
  "one-of-columns": ({ columns }: { columns: readonly string[] }) => {
    const { zh, en } = listText(columns);
    return t(`其中一列：${zh}`, `one of the columns ${en}`);
  },
  "column-once": () => clause("须每列只出现一次", "each column once"),
  "roster-column": ({ column }: { column: string }) =>
    clause(
      `应有“${column}”列（无人任职的，格可以空着）`,
      `a column "${column}" (its cells may be empty where nobody is)`,
    ),
  "donation-column": ({ column }: { column: string }) => clause(`应有“${column}”列`, `a column ${column}`),
  "cells-as-header": ({ cells, has }: { cells: number; has: number }) =>
    t(`与表头一致的${cells}格（此行有${has}格）`, `${cells} cells, as in the header (it has ${has})`),
  "pack-name": () =>
    t(
      "小写字母、数字和连字符组成的名称，例如sand-bags",
      "a name of lower-case letters, digits and hyphens, such as sand-bags",
    ),
  "pack-text": ({ most }: { most: number }) => t(`1至${most}字的文字`, `a text of 1 to ${most} characters`),
  "pack-list": ({ most }: { most: number }) =>
    t(`至多${most}项的清单，不得为空`, `a list of at most ${most} entries, not empty`),
  "pack-minimum": () => t("不小于0的整数", "a whole number, 0 or more"),
  "pack-once": () => clause("须在其清单中只出现一次", "a name that its list has once"),
  "pack-no-such-field": () =>
    clause("须删去：没有这一字段（格式见 `level pack flood`）", "no such field: `level pack flood` prints the form"),
  "pack-fields": () => t("一组字段（格式见 `level pack flood`）", "fields, as `level pack flood` prints them"),
  cells: ({ cells }: { cells: number }) => t(`${cells}格`, `${cells} cells`),
  "some-person": () =>
    clause("须至少有一人任职，否则无人可以告知", "at least one person in some role: nobody could be notified"),
  "same-name": ({ firstRow, firstColumn, name }: First & { name: string }) =>
    clause(
      `须与第${firstRow}行“${firstColumn}”列的姓名“${name}”一致：同一联系方式对应同一姓名`,
      `one name for one address: row ${firstRow}, column ${firstColumn} has ${name}`,
    ),
  "same-phone": ({ firstRow, firstColumn, phone, of }: First & { phone: string; of: string }) =>
    clause(
      `须与第${firstRow}行“${firstColumn}”列中${of}的号码${phone}一致：同一人对应同一号码`,
      `one telephone for one person: row ${firstRow}, column ${firstColumn} has ${phone} for ${of}`,
    ),
  "code-once": ({ firstRow }: Pick<First, "firstRow">) =>
    clause(`不得重复：第${firstRow}行已使用该代码`, `a code used once: row ${firstRow} has it too`),
  "key-once": ({ firstRow }: Pick<First, "firstRow">) =>
    clause(`不得重复：第${firstRow}行已使用该编号`, `a key of its own (row ${firstRow} has it)`),
  "receipt-number": () =>
    t(
      "收据或凭证的编号，以免重复登记",
      "the number of the receipt or voucher, so that recording twice is recording once",
    ),
  mailbox: () => mailbox,
  "mailbox-name": () => clause(`须先写姓名，再写联系方式；应为${mailbox.zh}`, `a name first: ${mailbox.en}`),
  "mailbox-address": () =>
    t(`电子邮箱或手机号码：${mailbox.zh}`, `an e-mail address or a telephone number: ${mailbox.en}`),
  "name-at-most": ({ most }: { most: number }) => t(`不超过${most}字的姓名`, `a name of at most ${most} characters`),
  "name-without-addresses": () => t("姓名，不带联系方式", "a name, without addresses"),
  file: () => t("文件", "a file"),
  "some-file": () => clause("须至少有一个文件", "at least one file"),
  "no-program": () =>
    t("照片或文档，不收程序、脚本或网页", "a photo or a document, never a program, a script or a web page"),
  picture: () =>
    t(
      "JPEG、PNG、HEIC等照片：该文件的内容不是照片",
      "a picture such as JPEG, PNG or HEIC: that is not what its bytes are",
    ),
  "named-content": () => t("与文件名相符的文件：该文件的内容不符", "what its name says: its bytes are something else"),
  "webhook-address": () =>
    t("网址（https://…），不带用户名和密码", "an address (https://…) without a name and a password"),
  checklist: ({ field, answers }: { field: string; answers: readonly string[] }) => {
    const { zh, en } = listText(answers);
    return t(
      `${field}.项目为${zh}之一；有问题的另写${field}.项目.note和${field}.项目.severity`,
      `${field}.ITEM one of ${en}, with ${field}.ITEM.note (of a finding) and .severity`,
    );
  },
  matrix: ({ field, counted }: { field: string; counted: boolean }) =>
    t(
      `${field}.行.列为${counted ? "数字" : "yes"}，或写${field}.行.reason（原因）`,
      `${field}.ROW.COLUMN ${counted ? "a number" : "yes"}, or ${field}.ROW.reason`,
    ),
  "what-was-found": () => t("发现的问题", "what was found"),
  "severity-of-finding": () => clause("须空着：只有发现的问题才分等级", "nothing: only a finding has a severity"),
  "yes-or-nothing": () => t("yes，或者空着", "yes, or nothing"),
  "columns-or-reason": ({ columns }: { columns: readonly string[] }) => {
    const { zh, en } = listText(columns);
    return clause(`须勾选${zh}，或写明未办的原因`, `${en}, or the reason why not`);
  },
  "counts-or-reason": ({ minimum }: { minimum: number }) =>
    clause(`须每项不少于${minimum}，或写明不足的原因`, `at least ${minimum} of each, or the reason why not`),
  "item-photo": ({ items }: { items: readonly string[] }) =>
    items.length > 0
      ? t(`项目=路径，项目为其中之一：${items.join("、")}`, `ITEM=path with one of ${items.join(", ")}`)
      : t("--file：此表单没有分项", "--file: this form has no items"),
  parts: ({ field, shape }: { field: string; shape: string }) =>
    t(`${shape}，或逐项写--set ${field}.名称=…`, `${shape}, or --set ${field}.NAME=… for each`),
} as const;

import type { DonationPreview } from "../../client/kinds/donation.ts";
import { readCampaign } from "../../domain/donations/disclosure.ts";
import type { Direction } from "../../domain/donations/disclosure-body.ts";
import type { Donation } from "../../domain/donations/donation-sheet.ts";
import { writing } from "../../domain/messages/languages/writing.ts";
import { expectedText } from "../../domain/reasons/index.ts";
import { placeText } from "../../domain/reasons/words.ts";
import type { CellError } from "../../domain/roster/cell.ts";
import type { LanguageCode, LocalDate, Text } from "../../domain/terms.ts";
import { textIn, word } from "../../domain/words.ts";
import type { CampaignRow } from "../../records/donations/campaigns.ts";
import { type Column, entryTable } from "../http/entry-table.ts";
import { type Attempt, formFields, mark } from "../http/form-fields.ts";
import { attribute, type Html, html } from "../http/html.ts";
import { entryWords, money } from "../public/public-words.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const says = {
  head: t("登记款物收支", "Record what was received and used"),
  received: t("共接收", "Received in all"),
  used: t("共使用", "Used in all"),
  open: t(
    "公示页即时显示，下一期信息公开随之列出。",
    "The public page shows it at once; the next disclosure lists it.",
  ),
  one: t("登记一笔", "One entry"),
  direction: t("接收还是使用", "Received or used"),
  on: t("日期", "Day"),
  amount: t("金额（元）", "Amount in yuan"),
  amountHint: t(
    "物资填其价值；价值不明的填0并写明物资。更正此前的一笔，填负数并写明用途。",
    "Of goods their value; where that is not known, 0 and the goods. A correction is below 0 and says what it is for.",
  ),
  goods: t("物资（如棉被20床）", "Goods, such as 20 quilts"),
  purpose: t("用途", "What it is for"),
  donor: t("捐赠人", "Donor"),
  donorHint: t(
    "公示页会公开姓名：只填同意公开的捐赠人，其余留空，显示为匿名。",
    "The name is public: only of a donor who agreed. Left empty, it is anonymous.",
  ),
  key: t("收据或凭证号", "Number of the receipt or voucher"),
  keyHint: t("同一号只登记一次；没有的留空。", "The same number is recorded once. None: leave it empty."),
  record: t("登记", "Record it"),
  sheet: t("登记一张表", "A sheet"),
  sheetHint: t(
    "CSV或XLSX，首行为列名：日期、收支（接收或使用）、金额、物资、用途、捐赠人、编号；其中日期、收支、金额、编号必须有。先检查，不登记。",
    "CSV or XLSX. Its first row names the columns: on, direction (received or used), amount, goods, purpose, donor, key; on, direction, amount and key are needed. It is checked first; nothing is recorded yet.",
  ),
  file: t("选择文件", "File"),
  check: t("检查这张表", "Check the sheet"),
  wrongHead: t(
    "这张表没有登记，请改正后重新选择文件",
    "Nothing was recorded. Please correct the sheet and choose it again",
  ),
  row: t("行", "Row"),
  column: t("列", "Column"),
  value: t("填写内容", "Value"),
  expected: t("应为", "Expected"),
  fine: t("这张表可以登记", "The sheet can be recorded"),
  import: t("确认登记", "Record them"),
  way: t("收支", "Direction"),
  sum: t("金额", "Amount"),
  what: t("物资、用途", "What, for what"),
  latest: t("最近登记", "Latest entries"),
  anonymous: t("匿名", "anonymous"),
  refused: t("没有登记", "Nothing was recorded"),
  confirm: t(
    "确认使用多于接收（例如先行垫付），仍然登记",
    "More is used than was received, as when paid in advance: record it",
  ),
} as const;
const words = (key: keyof typeof says, language: LanguageCode): string => textIn(says[key], language);

export const donationsTitle = says.head;

/** Columns of the form, each with an input. */
export const donationInputs = ["direction", "on", "amount", "goods", "purpose", "donor", "key"] as const;
export type DonationInput = (typeof donationInputs)[number];
/** The tick by which it is confirmed that more is used than was received. */
export const confirmInput = "confirmed";

/** A sheet that was checked; its rows are carried into the confirmation. */
export interface CheckedSheet extends DonationPreview {
  cells: readonly (readonly string[])[];
}

export interface DonationsPage {
  language: LanguageCode;
  campaign: CampaignRow;
  today: LocalDate;
  path: string;
  back: { path: string; name: string };
  token: string;
  /** Idempotency key of an entry without a number of its own. */
  entryKey: string;
  entries: readonly Donation[];
  /** A rejected form, with what was typed. */
  attempt: Attempt | null;
  sheet: CheckedSheet | null;
  /** Why nothing was recorded, if no field is the reason. */
  refused: readonly string[];
  /** The form that is recorded once its tick says that more is used than was received, and why; null: none. */
  toConfirm: { form: "entry" | "sheet"; why: readonly string[] } | null;
  /** Number of entries that were recorded just now, and of those that were known. */
  done: { recorded: number; known: number } | null;
}

/** Maximum number of errors and entries in the lists; all are counted. */
const most = { errors: 200, entries: 20 };

export function donationsPage(page: DonationsPage): Html {
  const { language, campaign, back } = page;
  return html`<p class="crumbs"><a href="${back.path}">← ${back.name}</a></p>
${doneNotice(page)}${refusedNotice(page)}
<section class="card head"><h1>${words("head", language)}</h1><p><strong>${campaign.title}</strong></p><p class="organization">${campaign.name}</p>
<dl class="figures"><div><dt>${words("received", language)}</dt><dd>${money(campaign.received)}</dd></div><div><dt>${words("used", language)}</dt><dd>${money(campaign.used)}</dd></div></dl>
<p class="hint">${words("open", language)}</p></section>
${page.sheet ? checked(page, page.sheet) : ""}
${oneEntry(page)}
${sheetForm(page)}
${page.entries.length > 0 ? html`<section class="card" aria-labelledby="latest"><h2 id="latest">${words("latest", language)}</h2>${entryTable(columns(language), page.entries)}</section>` : ""}`;
}

function doneNotice({ done, language }: DonationsPage): Html {
  if (!done) return html``;
  const { recorded, known } = done;
  const { either } = writing[language];
  const again = known > 0 ? either(`（另有${known}笔此前已登记）`, ` (${known} on record before)`) : "";
  return html`<p class="notice" role="status">${either(`已登记${recorded}笔`, `${entryWords(recorded, language)} recorded`)}${again}</p>`;
}

function refusedNotice({ refused, language }: DonationsPage): Html {
  if (refused.length === 0) return html``;
  return html`<div class="refused" role="alert"><p><strong>${words("refused", language)}</strong></p><ul>${refused.map((one) => html`<li>${one}</li>`)}</ul></div>`;
}

/** The tick of a form that waits for it, beside its reason. */
function confirmTick({ toConfirm, language }: DonationsPage, form: "entry" | "sheet"): Html {
  if (toConfirm?.form !== form) return html``;
  return html`<fieldset class="field" id="${confirmInput}" aria-invalid="true" aria-describedby="${confirmInput}-problem"><legend>${words("refused", language)}</legend>
<div class="problem" id="${confirmInput}-problem" role="alert">${toConfirm.why.map((one) => html`<p>${one}</p>`)}</div>
<label class="option"><input type="checkbox" name="${confirmInput}" value="yes" required> ${words("confirm", language)}</label></fieldset>
`;
}

function oneEntry(page: DonationsPage): Html {
  const { language, campaign, today, path, token, entryKey, attempt } = page;
  const fields = formFields("submit", language, attempt, { given: { on: today } });
  const line = (
    name: DonationInput & keyof typeof says,
    required: boolean,
    more: Html,
    hint?: keyof typeof says,
  ): Html => fields.input(name, words(name, language), required, more, hint && words(hint, language));
  const text = html`type="text" autocomplete="off" maxlength="200"`;
  const { attributes, below } = fields.group("direction");
  const option = (value: Direction): Html =>
    html`<label class="option"><input type="radio" name="direction" value="${value}" required ${attribute("checked", fields.typed("direction") === value)}> ${word("direction", value, language)}</label>`;
  return html`<section class="card act" aria-labelledby="one"><h2 id="one">${words("one", language)}</h2><form method="post" action="${path}">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="entry" value="${entryKey}">
<fieldset class="field" ${attributes}><legend>${words("direction", language)} ${mark(true, language)}</legend>${below}<div class="options">${option("received")}${option("used")}</div></fieldset>
${line("on", true, html`type="date" min="${readCampaign(campaign.facts).startsOn}" max="${today}"`)}
${line("amount", true, html`type="text" inputmode="decimal" autocomplete="off" placeholder="12345.60" maxlength="40"`, "amountHint")}
${line("goods", false, text)}${line("purpose", false, text)}${line("donor", false, text, "donorHint")}${line("key", false, text, "keyHint")}
${confirmTick(page, "entry")}<button class="main" name="act" value="record">${words("record", language)}</button></form></section>`;
}

function sheetForm({ language, path, token }: DonationsPage): Html {
  return html`<section class="card act" aria-labelledby="sheet"><h2 id="sheet">${words("sheet", language)}</h2><form method="post" action="${path}" enctype="multipart/form-data">
<input type="hidden" name="token" value="${token}"><input type="hidden" name="act" value="check">
<div class="field upload"><label for="file">${words("file", language)} ${mark(true, language)}</label><p class="hint" id="file-hint">${words("sheetHint", language)}</p><input id="file" type="file" name="file" accept=".csv,.xlsx" required aria-describedby="file-hint"></div>
<button class="plain">${words("check", language)}</button></form></section>`;
}

/** The errors of a sheet, cell by cell; or the entries that it would record, to be confirmed. */
function checked(page: DonationsPage, sheet: CheckedSheet): Html {
  const { language, path, token } = page;
  const { errors, donations, known, received, used, cells } = sheet;
  const { either } = writing[language];
  if (errors.length > 0) {
    const more = errors.length - most.errors;
    return html`<section class="card refused" role="alert" aria-labelledby="checked"><h2 id="checked">${words("wrongHead", language)} <span class="count">${errors.length}</span></h2>
${entryTable(errorColumns(language), errors.slice(0, most.errors))}${more > 0 ? html`<p class="hint">${either(`另有${more}处`, `${more} more`)}</p>` : ""}</section>`;
  }
  const before = known > 0 ? either(`，其中${known}笔此前已登记，不再登记`, `; ${known} on record, passed over`) : "";
  const more = donations.length - most.entries;
  return html`<section class="card act" aria-labelledby="checked"><h2 id="checked">${words("fine", language)}</h2>
<p>${either(`共${donations.length}笔${before}`, `${entryWords(donations.length, language)}${before}`)}</p>
<dl class="figures"><div><dt>${word("direction", "received", language)}</dt><dd>${money(received)}</dd></div><div><dt>${word("direction", "used", language)}</dt><dd>${money(used)}</dd></div></dl>
<form method="post" action="${path}" enctype="multipart/form-data"><input type="hidden" name="token" value="${token}"><input type="hidden" name="cells" value="${JSON.stringify(cells)}">
${confirmTick(page, "sheet")}<button class="main" name="act" value="import">${words("import", language)}</button></form>
${entryTable(columns(language), donations.slice(0, most.entries))}${more > 0 ? html`<p class="hint">${either(`另有${more}笔`, `${more} more`)}</p>` : ""}</section>`;
}

const columns = (language: LanguageCode): Column<Donation>[] => [
  { label: words("on", language), whole: true, cell: ({ on }) => writing[language].date(on) },
  {
    label: words("way", language),
    whole: true,
    cell: ({ direction }) => word("direction", direction, language),
  },
  { label: words("sum", language), whole: true, cell: ({ cents }) => money(cents) },
  {
    label: words("what", language),
    cell: ({ goods, purpose }) => [goods, purpose].filter(Boolean).join(" · "),
  },
  {
    label: words("donor", language),
    cell: ({ donor, direction }) => donor || (direction === "received" ? words("anonymous", language) : ""),
  },
];

const errorColumns = (language: LanguageCode): Column<CellError>[] => [
  { label: words("row", language), cell: ({ row }) => String(row), whole: true },
  { label: words("column", language), cell: ({ column }) => textIn(placeText(column), language) },
  { label: words("value", language), cell: ({ value }) => value },
  { label: words("expected", language), cell: (one) => textIn(expectedText(one.expected, "page"), language) },
];

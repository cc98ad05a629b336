import { listText, named, t } from "./words.ts";

const fields: Readonly<Record<string, string>> = {
  name: "姓名",
  email: "电子邮箱",
  phone: "手机号码",
  language: "语言",
};
const setting = (place: string, value: string, duty: string) =>
  t(`第${duty}项职责的${place}“${value}”无法使用`, `"${value}" for duty ${duty}`);

/** Why data about people, organizations, sheets and settings is refused. */
export const registryReasons = {
  "holidays-gap": ({ year }: { year: number }) =>
    t(
      `${year}年的放假安排尚未导入；应先导入${year}年`,
      `the holidays of ${year} are not imported yet; import ${year} first`,
    ),
  "holidays-unknown": ({ year }: { year: number }) =>
    t(
      `本程序的数据中没有${year}年的放假安排；应改用文件：每行一天，如“${year}-02-08,off”或“${year}-02-14,work”`,
      `the program's own data has no holidays of ${year}; give a file with a line a day, such as "${year}-02-08,off" or "${year}-02-14,work"`,
    ),
  "holidays-unreadable": ({ line, text }: { line: number; text: string }) =>
    t(
      `第${line}行“${text}”无法使用；应为同一年的日期，每天一次，后接off（休息）或work（上班）`,
      `line ${line}, "${text}", cannot be used; expected a day of the same year, once, and off or work behind it`,
    ),
  "other-name": ({ value, name, email }: { value: string; name: string; email: string }) =>
    t(
      `姓名：“${value}”无法使用；${email}属于“${name}”`,
      `name: "${value}"; expected "${name}", whose address ${email} is`,
    ),
  "several-people": ({ value, people }: { value: string; people: readonly { id: string; name: string }[] }) =>
    t(
      `人员：“${value}”是多人的号码；应为其中一人的编号：${people.map(({ id, name }) => `${id} ${name}`).join("、")}`,
      `person: "${value}" is the number of several; expected the id of one: ${people.map(({ id, name }) => `${id} ${name}`).join(", ")}`,
    ),
  "email-taken": ({ email, name, id }: { email: string; name: string; id: string }) =>
    t(
      `电子邮箱：“${email}”已属于${name}（${id}）；应为本人的`,
      `email: "${email}" is ${name}'s (${id}); expected one of their own`,
    ),
  "delegate-self": () => t("代办人：应为请假人以外的人", "delegate: expected another person than the one who is away"),
  "delegate-outside": ({ name }: { name: string }) =>
    t(
      `代办人：${name}在该机构没有相应职务；应为同一机构的人员`,
      `delegate: ${name} holds no such role there; expected somebody of the same organization`,
    ),
  "delegate-verifies": ({ name, role }: { name: string; role: string }) =>
    t(
      `代办人：${name}担任${named("role", role).zh}，请假人办理的工作由该职务核验；应为不核验其工作的人`,
      `delegate: ${name} is ${role}, who verifies what the person does; expected somebody who verifies nothing of theirs`,
    ),
  "away-outside": ({ name, code }: { name: string; code: string }) =>
    t(`请假：${name}在${code}没有担任职务`, `away: ${name} holds no role in ${code}`),
  "away-already": ({ name, from, to }: { name: string; from: string; to: string }) =>
    t(
      `请假：${name}在此期间已请假（${from}至${to}）；先用 \`duban person back\` 销假`,
      `away: ${name} is away already (${from} to ${to}); expected other days, or \`duban person back\` first`,
    ),
  "away-loop": ({ name }: { name: string }) =>
    t(
      `代办人：${name}同期也请假，工作最终又会转回请假人；应另选代办人`,
      `delegate: ${name} is away too, and the work would come back to the one who is away; expected somebody else`,
    ),
  "nothing-changed": ({ fields: given }: { fields: readonly string[] }) =>
    t(
      `没有给出要更改的内容；应至少给出${given.map((one) => fields[one] ?? one).join("、")}之一`,
      `${given.join(", ")}: none is given; expected at least one of them`,
    ),
  "no-address": ({ left }: { left: boolean }) =>
    t(
      left ? "电子邮箱、手机号码：至少应保留一个" : "电子邮箱、手机号码：都没有给出；至少应有一个",
      left
        ? "email, phone: neither would be left; expected at least one of them"
        : "email, phone: neither is given; expected at least one of them",
    ),
  renames: ({ from, id, name }: { from: string; id: string; name: string }) =>
    t(
      `“${from}”（${id}）今后将改名为“${name}”；同一联系方式应为同一姓名`,
      `"${from}" (${id}) would be called "${name}" from now on; expected the same name for the same address`,
    ),
  "rename-unagreed": () =>
    t("一行也没有导入；加--rename即改用表中的姓名", "nothing was taken; --rename takes the names of the sheet"),
  "many-unagreed": ({ tasks, most }: { tasks: number; most: number }) =>
    t(
      `共${tasks}项工作，超过${most}项；未作更改，加--yes即办理`,
      `${tasks} tasks, more than ${most}; nothing was changed, --yes does it`,
    ),
  "pause-unagreed": ({ what, open, late }: { what: string; open: number; late: number }) => {
    const { zh, en } = pauseText({ what, open, late });
    return t(`${zh}；未作更改，加--yes即暂停`, `${en}; nothing was changed, --yes does it`);
  },
  "cells-unusable": ({ bad, cells }: { bad: number; cells: number }) =>
    t(`${cells}格中有${bad}格无法使用；一行也没有导入`, `${bad} of ${cells} cells cannot be used; nothing was taken`),
  "more-cells": ({ more }: { more: number }) => t(`另有${more}格`, `and ${more} more`),
  "not-utf-8": ({ line }: { line: number }) =>
    t(
      `第${line}行：有非UTF-8的字符；应为以UTF-8保存的CSV文件`,
      `line ${line}: a sign that is no UTF-8; expected a file saved as CSV UTF-8`,
    ),
  "not-csv": ({ line, fault }: { line: number; fault: string }) =>
    t(
      `第${line}行不是CSV（${fault}）；应为CSV文件，含逗号或引号的格用双引号括起`,
      `line ${line}: ${fault}; expected a CSV, cells with commas or quotes in double quotes`,
    ),
  "too-many-views": ({ most }: { most: number }) =>
    t(`已保存${most}个视图，请先删除不用的`, `There are ${most} views already: remove one that is not needed`),
  "view-of-nobody": () =>
    t(
      "管理员的视图不发送邮件；用--as指定监督人",
      "Views of the administrators are mailed to nobody; --as names a supervisor whose view it is",
    ),
  "view-shows-all": () => t("没有筛选条件，不必保存", "It asks for nothing in particular: there is nothing to keep"),
  "too-many-rows": ({ rows, most }: { rows: number; most: number }) =>
    t(`共${rows}行；一个文件最多${most}行`, `${rows} rows; expected at most ${most} in one file`),
  "sheet-missing": () => t("没有选择文件；应为CSV或者XLSX文件", "no file; expected a CSV or XLSX file"),
  "formula-reason": ({ longest }: { longest: number }) =>
    t(
      `理由：没有写明，或超过${longest}字；应写明为何调整评分办法`,
      `because: it is missing, or longer than ${longest} characters; expected why the formula is changed`,
    ),
  "level-beyond": ({ others }: { others: number }) =>
    t(
      `这一范围还包括${others}家您不是其主管单位的机构；请缩小到您主管的区或类型，或由管理员设定`,
      `it would reach ${others} organizations that you are not the authority of; set it for a district or type of your own, or have the administrator set it`,
    ),
  "no-level": ({ value }: { value: string }) => t(`没有这次等级设定：${value}`, `No level was set as ${value}`),
  "simulate-what": () =>
    t(
      "推演的对象：应写明其中一个：--org、--type、--all、--table",
      "what to simulate: expected one of --org, --type, --all, --table",
    ),
  "level-reason": ({ longest }: { longest: number }) =>
    t(
      `理由：没有写明，或超过${longest}字；应写明为何设定这一等级`,
      `because: it is missing, or longer than ${longest} characters; expected why the level is set`,
    ),
  "policy-without-term": ({ policy }: { policy: string }) =>
    t(
      `期限：督办规则“${policy}”没有写明；应写明期限，此前已有工作按其期限到期`,
      `term: policy "${policy}" has none; expected one, since tasks are due by the term it has had`,
    ),
  "policy-needs-term": ({ policy, duty }: { policy: string; duty: string }) =>
    t(
      `${setting("督办规则", policy, duty).zh}；应为有期限的规则，因为没有周期说明何时到期`,
      `policy: ${setting("policy", policy, duty).en}; expected one with a term, since no calendar says when it is due`,
    ),
  "no-cadence": ({ cadence, duty }: { cadence: string; duty: string }) =>
    t(
      `${setting("周期", cadence, duty).zh}；不应设定，因为其事项由事件发起，没有周期可言`,
      `cadence: ${setting("cadence", cadence, duty).en}; expected none, since its cases start from an event and no calendar knows what they are about`,
    ),
  "term-unreadable": (given: TermOf) =>
    t(
      `${termOf(given).zh}；应为期限，例如3bd、10d、24h或30min`,
      `${termOf(given).en}; expected a length such as 3bd, 10d, 24h or 30min`,
    ),
  "term-no-step": (given: TermOf & { steps: readonly string[] }) => {
    const { zh, en } = listText(given.steps);
    return t(`${termOf(given).zh}；步骤应为其中之一：${zh}`, `${termOf(given).en}; expected one of ${en}`);
  },
  "term-by-law": (given: TermOf & { law: string }) =>
    t(
      `${termOf(given).zh}；不应设定，因为法律已规定其日期（${given.law}）`,
      `${termOf(given).en}; expected none, since the law gives its day (${given.law})`,
    ),
  "term-by-severity": (given: TermOf) =>
    t(
      `${termOf(given).zh}；不应设定，因为由严重程度决定：各级期限用 \`duban policy set\` 设定`,
      `${termOf(given).en}; expected none, since its severity decides: \`duban policy set\` writes the term of each ladder`,
    ),
  "term-by-period": (given: TermOf) =>
    t(
      `${termOf(given).zh}；不应设定，因为到期日就是其所属期间的末日`,
      `${termOf(given).en}; expected none, since its day is the end of its own period`,
    ),
  "term-by-date": (given: TermOf) =>
    t(
      `${termOf(given).zh}；不应设定，因为到期日就是另行确定的日期`,
      `${termOf(given).en}; expected none, since its day is the one that is set for it`,
    ),
  "term-calendar-days": (given: TermOf & { fact: string }) =>
    t(
      `${termOf(given).zh}；应为自然日，例如10d，因为自某日（${given.fact}）起算`,
      `${termOf(given).en}; expected calendar days, such as 10d, since they count from a day (${given.fact})`,
    ),
  "signs-that-command": (_: { place: "text" }) =>
    t(
      "正文：含有操纵终端或隐藏文字的控制字符；应为普通文字",
      "text: it holds signs that command a terminal or hide; expected plain text",
    ),
  "too-long": ({ place, has, most }: { place: string; has: number; most: number }) =>
    t(
      `${lengths[place] ?? place}：有${has}字；不超过${most}字`,
      `${place}: ${has} characters; expected at most ${most}`,
    ),
  "document-size": ({ name, bytes }: { place: "file"; name: string; bytes: number }) =>
    t(`附件：“${name}”有${bytes}字节；应为1字节至10 MB`, `file: "${name}" of ${bytes} bytes; expected 1 byte to 10 MB`),
  "organizations-beside": (_: { place: "organizations" }) =>
    t(
      "机构：与类型或地区同时给出；只能给出一种",
      "organizations: named beside types or districts; expected the ones or the others",
    ),
  "not-the-issuers": (_: { place: "organizations" }) =>
    t(
      "机构：其中有不归签发人所管的；应只有其所管的",
      "organizations: one of them is not the issuer's; expected only those that are",
    ),
  "nothing-to-move": ({ what }: { what: "campaign" | "gathering" | "project" }) => moves[what],
  "platform-unusable": ({
    address,
    at,
    lacks,
    now,
    zone,
  }: {
    address: string;
    at: string;
    lacks: readonly { zh: string; en: string }[];
    now: string;
    zone: string;
  }) =>
    t(
      `--address、--at：“${address}”、“${at}”无法使用；${lacks.map(({ zh }) => zh).join("；")}（现在是${now}，${zone}）`,
      `--address, --at: "${address}", "${at}"; ${lacks.map(({ en }) => en).join("; ")} (now it is ${now}, ${zone})`,
    ),
  "no-period": ({ value, periods }: { value: string; periods: readonly string[] }) =>
    t(
      `--period：“${value}”无法使用；应为其中之一：${periods.join("、") || "无（尚未要求公开）"}`,
      `--period: "${value}"; expected one of ${periods.join(", ") || "none: nothing was asked for yet"}`,
    ),
  "campaign-fact-no-day": ({ fact, value }: { fact: string; value: string }) =>
    t(
      `${fact}：“${value}”不是日期；应为存在的日期，YYYY-MM-DD`,
      `${fact}: "${value}" is no day; expected one that exists, YYYY-MM-DD`,
    ),
  "campaign-no-start": () =>
    t(
      "开始日期：没有给出；应为募捐的第一天，YYYY-MM-DD",
      "startsOn: nothing is given; expected the campaign's first day, YYYY-MM-DD",
    ),
} as const;

/** What a pause would stop, for its confirmation. */
export const pauseText = ({ what, open, late }: { what: string; open: number; late: number }) =>
  t(
    `暂停${what}将使${open}项在办工作不再提醒、不再上报，其中${late}项已逾期`,
    `pausing ${what} stops the reminders and escalation of ${open} open ${open === 1 ? "task" : "tasks"}, ${late} of them late`,
  );

interface TermOf {
  step: string;
  /** The term as given; null: back to the default. */
  term: string | null;
  duty: string;
}
const termOf = ({ step, term, duty }: TermOf) =>
  t(
    `第${duty}项职责的期限“${step}${term === null ? "" : `=${term}`}”无法使用`,
    `term: "${step}${term === null ? "" : `=${term}`}" for duty ${duty}`,
  );

const lengths: Readonly<Record<string, string>> = { reason: "理由", text: "正文", words: "内容" };
const moves = {
  campaign: t(
    "募捐变更：没有给出内容；应给出开始日期或结束日期",
    "campaign move: nothing is given; expected a first or a last day",
  ),
  gathering: t(
    "活动改期：没有给出内容；应给出新的日期、新的地点，或两者都给出",
    "move: nothing; expected another day, another place, or both",
  ),
  project: t(
    "项目改期：没有给出内容；应给出新的开始日期或结束日期",
    "move: nothing; expected another first or last day",
  ),
} as const;

import { writing } from "../domain/messages/languages/writing.ts";
import type { Verb } from "../domain/tasks/task-states.ts";
import type { LanguageCode, Text } from "../domain/terms.ts";
import { textIn, word } from "../domain/words.ts";

const t = (zh: string, en: string): Text => ({ zh, en });

/** Texts of the pages. */
export const says = {
  brand: t("督办 Duban", "Duban 督办"),
  tagline: t("让每一项职责都有着落", "Every duty, seen through"),
  other: t("English", "中文"),
  skip: t("跳到正文", "Skip to the content"),
  personal: t(
    "此页只供收到链接的本人使用，请勿转发。您在这里的操作都有记录。",
    "This page is yours alone: please do not pass its link on. What you do here is on record.",
  ),
  allMine: t("我的全部事项（同日到期的可一次办理）", "All that waits for you (what is due by the same day at once)"),
  reportHazard: t("发现隐患或突发事件？在这里报告", "You see a hazard or an incident? Report it here"),
  due: t("截止时间", "Due"),
  verifyBy: t("核验期限", "Verify by"),
  provisional: t(
    "该年放假安排尚未公布，暂按周一至周五计算，公布后可能调整。",
    "That year's holidays are not announced yet: counted with Monday to Friday for now, it may move.",
  ),
  organization: t("机构", "Organization"),
  about: t("事由", "About"),
  circular: t("文件", "What was issued"),
  circulars: t("下发文件", "Policies and calls"),
  issue: t("下发一份文件", "Issue a policy or a call"),
  withdrawn: t("已撤回", "Withdrawn"),
  withdraw: t("撤回这份文件", "Withdraw it"),
  goesOn: t(
    "撤回前查出的问题仍须整改，已批准的方案仍须学习。",
    "What was found before is to be mended all the same, what was approved to be read.",
  ),
  withdrawHint: t(
    "撤回后不再下发，各机构尚未办结的相关事项（含会议决议的落实）随之取消，已收到通知的办理人会收到说明；办理中查出的问题仍须整改，已批准的方案仍须学习。撤回不能恢复。",
    "It is brought to nobody any more, what is open of it ends everywhere, what meetings resolved on it too, and whoever was asked is told why. What was found meanwhile stays to be mended, what was approved to be read. It cannot be undone.",
  ),
  withdrawProblem: t("请写明理由，不超过1000字", "Please say why, in at most 1,000 characters"),
  duty: t("事项", "Duty"),
  state: t("状态", "State"),
  doer: t("办理人", "Person responsible"),
  verifier: t("核验", "Verified by"),
  why: t("办理依据", "Why"),
  doneWhen: t("办结标准", "Done when"),
  hazard: t("风险", "Hazard"),
  clause: t("依据", "Source"),
  otherwise: t("逾期未办的后果", "What happens if it is not done"),
  otherwiseVerdict: t("逾期未核验的后果", "What happens without a verdict"),
  basis: t("期限依据：", "By "),
  figures: t("相关信息", "Details"),
  recordDonations: t("登记款物收支", "Record what was received and used"),
  requester: t("提出人和原文", "Who raised it, in their words"),
  requesterKnown: t("本机构人员（答复会直接送达）", "somebody of the organization; the answer reaches them"),
  requesterUnnamed: t("没有留下姓名", "no name was left"),
  evidence: t("已提交的材料", "What was submitted"),
  story: t("事情经过", "The story so far"),
  submission: t("第{n}次提交", "Submission {n}"),
  asFound: t("发现时所附", "As it was found"),
  returnedBecause: t("退回原因", "Why it was returned"),
  askedFor: t("申请延期至", "More time is asked, until"),
  pressed: t("催办意见", "Reminder"),
  toDo: t("请您办理", "For you to do"),
  toVerify: t("请您核验", "For you to verify"),
  toOversee: t("您可以这样处理", "What you can do"),
  toAdminister: t("管理员可以这样处理", "What an administrator can do"),
  otherWays: t("不能按期办理？", "Cannot do it in time?"),
  nothing: t("目前没有需要您办理的。", "There is nothing for you to do here now."),
  withOther: t("此事现由{name}办理。", "This is now with {name}."),
  closedNote: t(
    "本机构已于{day}关闭（{reason}），此事随之取消，无需再办。",
    "This organization was closed on {day} ({reason}); with it this was cancelled, and nothing is to be done any more.",
  ),
  closedLink: t(
    "本机构已于{day}关闭（{reason}），这个链接不再开放。",
    "This organization was closed on {day} ({reason}); this link shows nothing any more.",
  ),
  proofNeeded: t(
    "以下操作请先用验证码确认是您本人：{verbs}。验证码发送到您本人登记的手机或邮箱，确认后这台设备30天内不再询问。",
    "Please show by a code that it is you before you do any of these: {verbs}. It is sent to your own mobile or e-mail address; this device is not asked again for 30 days.",
  ),
  settledNote: t("此事已经办结，无需再办。", "This is settled: nothing more is to be done."),
  missedNote: t("本期到期仍未完成，下一期已经开始。", "It was not done in its time, and the next one has begun."),
  missedAnswer: t(
    "本期到期仍未完成，记录将一直保留。现在仍可补报：材料存档备查，并注明逾期。",
    "It was not done in its time, and the record of that stays. You can still hand it in: it is kept for the record, marked as late.",
  ),
  belatedNote: t(
    "本期逾期未完成，补报的材料已存档。",
    "It was not done in its time; what was handed in later is on record.",
  ),
  supersededNote: t(
    "因等级调整，此事由另一期办理，此处无需再办。",
    "The level has changed: another one counts in its place, and nothing is to be done here.",
  ),
  creditedNote: t(
    "另一事项办结后已同时计入此事，无需再办。",
    "Another one that was done counts for this too: nothing more is to be done.",
  ),
  waitsVerdict: t(
    "已经提交，正在等待{role}核验。核验期限：{due}，{left}。",
    "It has been submitted and waits for the verdict of: {role}, which is due {due} ({left}).",
  ),
  waitsOthers: t("此事要等前面的事项办完才开始计时。", "Its time begins when what comes before it is done."),
  required: t("必填", "required"),
  optional: t("可不填", "optional"),
  oneALine: t("每行一项", "one a line"),
  gradeFirst: t(
    "每行一项；可在前面写“紧急：”“较重：”或“一般：”，不写按{grade}处理。",
    "One a line; write “critical:”, “major:” or “minor:” in front, otherwise it counts as {grade}.",
  ),
  whenChosen: t("选择“{option}”的，须填写。", "Needed if you choose “{option}”."),
  unlessGiven: t("不填写的，须提交“{other}”。", "If you leave it empty, “{other}” is needed."),
  itemOk: t("符合", "In order"),
  itemFinding: t("有问题", "Finding"),
  itemNotApplicable: t("不适用", "N/A"),
  itemsHint: t("逐项选择；有问题的，请写明情况。", "Choose one for each; of a finding, say what was found."),
  itemFoundBefore: t("上次发现：{found}", "Found last time: {found}"),
  itemNote: t("情况说明", "What was found, or a remark"),
  severity: t("严重程度", "Severity"),
  photo: t("照片", "Photo"),
  rowsHint: t("完成的请勾选；没有全部完成的，请写明原因。", "Tick what is done; where something is not, say why."),
  countsHint: t(
    "填写现有数量；低于最低数量的，请写明原因。",
    "Give what there is; where it is below the minimum, say why.",
  ),
  whole: t("整体情况", "As a whole"),
  rowReason: t("没有全部完成的原因", "Why something is not done"),
  countReason: t("不足的原因", "Why there is too little"),
  atLeast: t("至少{n}", "at least {n}"),
  choose: t("请选择", "Choose"),
  filesHint: t("最多10个文件，每个不超过10 MB，合计不超过32 MB。", "At most 10 files of 10 MB each, 32 MB together."),
  filesAgain: t("文件没有保留，请重新选择。", "Files were not kept: please choose them again."),
  reason: t("理由", "Reason"),
  word: t("催办意见", "Note to the person responsible"),
  outlook: t("目前情况", "How it goes"),
  reportEvery: t("反馈周期", "Reports"),
  outlookNote: t(
    "进展说明；存在风险或受阻的，写明需要什么支持",
    "How far it is; at risk or blocked: what is wrong and what would help",
  ),
  outlookAnswered: t("已于{at}答复", "answered {at}"),
  answerWord: t("答复意见", "Your answer"),
  answerButton: t("只答复意见", "Answer with a word"),
  toAnswer: t("请您答复", "For you to answer"),
  answerHint: t(
    "办理人反映有困难。请选择一种方式答复，原期限在您同意延期之前不变。",
    "The person responsible asks for help. Please answer in one of these ways; the due day stays until you grant more time.",
  ),
  returnReason: t("退回原因（哪里不符合、怎样补正）", "Why (what is missing, and how to correct it)"),
  newDay: t("新的截止日期", "New due day"),
  newDayReturn: t("补正截止日期（不填则为原期限的一半）", "New due day (left empty: half of the first term)"),
  untilDay: t("希望延至", "Until which day"),
  person: t("人员", "Person"),
  acceptConfirm: t("我已查看材料，确认符合要求", "I have looked at what was submitted, and it meets the requirements"),
  wrongWays: t(
    "提交没有成功，请看下面标出的地方。您填写的内容都还在。",
    "It was not taken. Please see what is marked below; what you typed is still there.",
  ),
  sandbox: t(
    "试用环境：这里的机构、消息和数据都不是真实的",
    "A trial: no organization, message or figure here is real",
  ),
  selfDeclared: t("自行申报，未经核验", "self-declared, verified by nobody"),
  wrongFiles: t(
    "提交没有成功，请看下面标出的地方。您填写的文字都还在；选过的照片和文件没有保留，请重新选择。",
    "It was not taken. Please see what is marked below; what you typed is still there, but photos and files were not kept: please choose them again.",
  ),
  expected: t("应为", "Expected"),
  home: t("首页", "Front page"),
  board: t("督办台", "Board"),
  inbox: t("收件箱", "Inbox"),
  case: t("事项全貌", "The whole case"),
  back: t("返回", "Back"),
  download: t("下载", "Download"),
  now: t("现在是", "It is"),
  demo: t("演示时钟", "Demo clock"),
  plusHour: t("+1小时", "+1 h"),
  plusDay: t("+1天", "+1 day"),
  toNext: t("到下一步", "to the next step"),
} as const satisfies Record<string, Text>;

export type Saying = keyof typeof says;

/** A text in the reader's language, with `{name}` filled in. */
export function say(
  key: Saying,
  language: LanguageCode,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return textIn(says[key], language).replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}

/** Confirmation after an act. */
export const done: Readonly<Record<Verb, Text>> = {
  acknowledge: t("已记下：您收到了。", "Noted: you have received it."),
  submit: t("已提交，谢谢！", "Submitted. Thank you!"),
  accept: t("已通过，此事办结。办理人会收到通知。", "Accepted. The person responsible is notified."),
  return: t(
    "已退回。办理人会收到原因和新的期限。",
    "Returned. The person responsible receives the reason and the new due time.",
  ),
  "ask-extension": t(
    "延期申请已送出。答复之前，原期限不变。",
    "Your request is sent. Until it is answered, the due time stays.",
  ),
  "grant-extension": t("已延期。办理人会收到通知。", "Extended. The person responsible is notified."),
  "refuse-extension": t("已答复：不同意延期。办理人会收到通知。", "Refused. The person responsible is notified."),
  delegate: t("已转交，对方会收到通知。", "Passed on; they are notified."),
  report: t("已记录您的反馈，谢谢！", "Your report is on record. Thank you!"),
  "ask-reports": t(
    "已设定，办理人会收到通知，并按期收到反馈提醒。",
    "Set. The person responsible is notified, and reminded to report.",
  ),
  "not-mine": t(
    "已记下。法定代表人会收到通知，以便指定办理人。",
    "Noted. The legal representative is notified, to name somebody else.",
  ),
  reassign: t("已改派，对方会收到通知。", "Assigned; they are notified."),
  "take-on": t("现由您办理。", "It is yours now."),
  press: t("已催办，办理人会收到您的催办意见。", "Reminder sent to the person responsible."),
  waive: t("已免除，并记录理由。", "Waived, and the reason is on record."),
  move: t("已改期。", "Moved."),
  cancel: t("已取消，并记录理由。", "Cancelled, and the reason is on record."),
};

/** The roles of a person, each once. */
export const rolesText = (roles: readonly string[], language: LanguageCode): string =>
  writing[language].list([...new Set(roles)].map((role) => word("role", role, language)));

/** After D the ladder continues in spite of an acknowledgement. */
export const acknowledgedLate = t(
  "确认您已收到。此项已经逾期，办结之前仍会提醒。",
  "Confirm that you have received it. It is late: reminders go on until it is done.",
);

/** Explanation above the button of a form. */
export const explains: Partial<Readonly<Record<Verb, Text>>> = {
  acknowledge: t("确认您已收到，日常提醒随即停止。", "Confirm that you have received it: routine reminders stop."),
  "ask-extension": t("由核验人或法定代表人答复。", "The verifier or the legal representative answers."),
  delegate: t("转交给本机构的同事办理。", "Give it to a colleague in this organization."),
  report: t(
    "说说进展。存在风险或受阻的，监督人立即收到通知；期限不变，提醒照常。",
    "Say how it goes. At risk or blocked, the supervisor is notified at once; the due day and the reminders stay.",
  ),
  "not-mine": t(
    "说明为什么不属于您的职责，将请法定代表人另行指定办理人。",
    "Say why it is not yours; the legal representative is asked to name somebody else.",
  ),
  "ask-reports": t(
    "到期之前，办理人按此周期收到反馈提醒；期限和督办不变。",
    "Until it is due, the person responsible is reminded to report this often; the due day and the escalation stay.",
  ),
  press: t("给办理人发一条催办通知。", "The person responsible receives a reminder with your note."),
  reassign: t("指定本机构另一位同事办理。", "Name another colleague in this organization."),
  "take-on": t("由您本人办理这件事。", "You do it yourself from now on."),
  "grant-extension": t("给办理人一个新的期限。", "Give the person responsible a new due day."),
  "refuse-extension": t("原期限不变，请说明理由。", "The due day stays; please say why."),
  waive: t("这件事不再需要办理。理由会留在记录里。", "It need not be done any more. The reason stays on record."),
  cancel: t("取消这件事。理由会留在记录里。", "Give it up. The reason stays on record."),
};

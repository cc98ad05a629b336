import { type Lateness, lateWords } from "../../tasks/lateness.ts";
import { vacantText, word } from "../../words.ts";
import { countWords } from "../counts.ts";
import type { EmergencyNumber } from "../emergency-numbers.ts";
import type { Part } from "../message.ts";
import { createLanguage } from "./compose.ts";
import { templatesOf } from "./sms.ts";
import type { Headline, Otherwise, ShapeWords, Vocabulary } from "./vocabulary.ts";
import { writing } from "./writing.ts";
import { acts } from "./zh-CN-acts.ts";
import { briefly, clock, date, day, instant } from "./zh-CN-days.ts";
import { notes } from "./zh-CN-notes.ts";
import { sms, smsWhat } from "./zh-CN-sms.ts";

const late = (late: Lateness): string => `已逾期${lateWords(late).zh}`;

const verifying = ({ what, part, verdict }: Headline): string =>
  part === "verifier" || verdict ? `核验：${what}` : what;
/** Follows how late it is in the subject of an escalation: that a verdict is, and that a copy requires nothing of its reader. */
const escalatedAs = ({ part, verdict }: Headline): string =>
  `${part === "verifier" || verdict ? "，待核验" : ""}${part === "copy" ? "，已上报" : ""}`;

const button: Record<Part, string> = {
  doer: "去办理",
  verifier: "去核验",
  supervisor: "查看并处理",
  copy: "查看",
  participant: "查看详情",
  asker: "查看办理情况",
};
const view: Record<Part, string> = {
  doer: "查看",
  verifier: "查看",
  supervisor: "查看",
  copy: "查看",
  participant: "查看",
  asker: "查看答复",
};
const raised = "您提出的事项正在办理。";
const copied = "抄送给您，供您知悉，无需操作。";
/** What happens if nobody acts: whom this ladder will reach, and the other options. */
function otherwise({ part, past, danger, above, extends: extendable, passes }: Otherwise): string {
  const whom = above.map((role) => word("role", role, "zh-CN")).join("、");
  const record = "全过程留有记录。";
  if (part === "supervisor") return `仍未办结的，将继续督办${whom && `，并上报${whom}`}，直至办结；${record}`;
  if (part === "verifier") {
    if (past) return whom ? `仍未核验的，将告知${whom}，直至作出核验结论；${record}` : "核验之前仍会提醒您。";
    return whom ? `到期未核验的，将告知${whom}；${record}` : "到期未核验的，仍会提醒您。";
  }
  if (part !== "doer") return "";
  if (past)
    return whom
      ? `${danger ? "未及时处置的" : "仍未办理的"}，将告知${whom}，直至办结；${record}`
      : "办结之前仍会提醒您。";
  const ways = [...(extendable ? ["申请延期"] : []), ...(passes ? ["转交他人"] : [])].join("或");
  const help = ways && `不能按期办理的，请在到期前打开链接${ways}。`;
  return `${whom ? `到期未办的，将告知${whom}；${record}` : "到期未办的，仍会提醒您。"}${help}`;
}

const due: ShapeWords = {
  badge: "待办",
  subject: (headline) =>
    headline.part === "verifier"
      ? `【督办】${clock(headline.due)}前核验：${headline.what}`
      : `【督办】${clock(headline.due)}前：${headline.what}`,
  lead: {
    doer: "下面这项工作请您按期办理。办好后打开链接，提交办理结果。",
    verifier: "下面这项工作已经提交，请您核验：通过，或者写明理由退回。",
    supervisor: "下面这项工作已经开始，供您掌握。",
    copy: copied,
    participant: "下面这项工作请您参加。",
    asker: raised,
  },
  button,
  warns: true,
  dueLabel: "截止时间",
  reasonLabel: "说明",
};

const vocabulary: Vocabulary = {
  code: "zh-CN",
  shapes: {
    due,
    reminder: {
      ...due,
      badge: "提醒",
      subject: ({ part, due, what, verdict }) =>
        part === "verifier"
          ? `【提醒】${clock(due)}前核验：${what}`
          : `【提醒】${clock(due)}到期${verdict ? "，待核验" : ""}：${what}`,
      lead: {
        doer: "提醒您：下面这项工作还没有收到办理结果。已经办好的，打开链接提交即可。",
        verifier: "提醒您：下面这项工作已经提交，还在等您核验。",
        supervisor: "提醒您：下面这项工作临近到期，还没有收到办理结果。",
        copy: copied,
        participant: "提醒您：下面这项工作请您参加。",
        asker: raised,
      },
    },
    overdue: {
      ...due,
      badge: "已到期",
      subject: (headline) =>
        `【${headline.late ? late(headline.late) : "已到期"}】${verifying(headline)}（${clock(headline.due)}到期）`,
      lead: {
        doer: "下面这项工作已经到期，还没有收到办理结果。请尽快办理并提交；确有困难的，请打开链接说明。",
        verifier: "下面这项工作已经提交，核验期限已到。请尽快核验：通过，或者写明理由退回。",
        supervisor: "下面这项工作已经到期，还没有办结。",
        copy: `下面这项工作已经到期，还没有办结。${copied}`,
        participant: "下面这项工作已经到期，还没有办结。",
        asker: raised,
      },
    },
    escalated: {
      ...due,
      badge: "上报",
      subject: (headline) =>
        `【${headline.part === "copy" ? "抄送" : "上报"}】${headline.late ? late(headline.late) : `${clock(headline.due)}到期`}${escalatedAs(headline)}：${headline.what}`,
      lead: {
        doer: "下面这项工作已经上报给您，请您办理或指定他人办理。",
        verifier: "下面这项工作已经提交，现上报给您核验：通过，或者写明理由退回。",
        supervisor: "下面这项工作没有按要求推进，现上报给您。",
        copy: `下面这项工作没有按要求推进，已经上报。${copied}`,
        participant: "下面这项工作没有按要求推进，已经上报。",
        asker: raised,
      },
    },
    returned: {
      ...due,
      badge: "退回补正",
      subject: ({ due, past, late: by, what }) =>
        past ? `【退回】${what}（${by ? late(by) : "已到期"}）` : `【退回】${clock(due)}前补正：${what}`,
      lead: {
        doer: "下面这项工作的提交被退回，请按退回原因补正后重新提交。",
        verifier: "下面这项工作已经退回补正，重新提交后再请您核验。",
        supervisor: "下面这项工作的提交被退回，正在补正。",
        copy: `下面这项工作的提交被退回。${copied}`,
        participant: "下面这项工作的提交被退回，正在补正。",
        asker: raised,
      },
      button: { ...button, doer: "去补正" },
      dueLabel: "补正截止时间",
      reasonLabel: "退回原因",
    },
    settled: {
      ...due,
      badge: "已办结",
      subject: (headline) => `【${headline.part === "asker" ? "答复" : "已办结"}】${headline.what}`,
      lead: {
        doer: "下面这项工作已经办结，您无需再办理。",
        verifier: "下面这项工作已经办结，您无需再核验。",
        supervisor: "下面这项工作已经办结，您无需再处理。",
        copy: `下面这项工作已经办结。${copied}`,
        participant: "下面这项工作已经办结，您无需再参加。",
        asker: "您提出的事项有了答复。",
      },
      button: view,
      warns: false,
      dueLabel: "原定截止时间",
    },
    call: {
      ...due,
      badge: "通知",
      subject: (headline) =>
        headline.part === "asker" ? `【已收到】${headline.what}` : `【通知】${clock(headline.due)}：${headline.what}`,
      lead: {
        doer: "现通知您下面这项工作，请您按时办理。",
        verifier: "现通知您下面这项工作，请您届时核验。",
        supervisor: "现通知您下面这项工作，供您掌握。",
        copy: `现通知下面这项工作。${copied}`,
        participant: "现通知您参加下面这项工作，请安排好时间，准时参加。",
        asker: "您提出的事项已经收到。办理情况可以随时打开链接查看。",
      },
      button: { ...button, doer: "查看详情" },
      warns: false,
      dueLabel: "时间",
    },
    test: {
      badge: "测试",
      subject: () => "【测试】这是一封测试邮件，无需办理",
      lead: {
        doer: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需办理。",
        verifier: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需核验。",
        supervisor: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需处理。",
        copy: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需操作。",
        participant: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需操作。",
        asker: "这是一封测试邮件。您能看到它，说明督办消息可以送达这个地址。无需操作。",
      },
      button: view,
      warns: false,
      reasonLabel: "说明",
    },
  },
  acts,
  otherwise,
  ways: ({ extends: extendable, passes, waives }) => {
    const ways = [
      "催办",
      ...(passes ? ["改派"] : []),
      ...(extendable ? ["准予延期"] : []),
      ...(waives ? ["写明理由免除"] : []),
    ];
    return `您可以${ways.join("、")}${passes ? "，或者由您接办" : ""}。`;
  },
  toVerify: (what) => `核验：${what}`,
  alarm: {
    grade: { critical: "紧急", major: "较重", minor: "一般" },
    subject: ({ what, due, past, late: by }, grade, call) =>
      `【${grade}】${what}（${past ? (by ? late(by) : "已到期") : `${clock(due)}前`}${call && `，遇险拨${call}`}）`,
    lines: (grade, call, reporter) =>
      `严重程度：${grade}。危及人员安全的，先拨打${call.map((one) => numbers[one]).join("、")}。${reporter ? `报告人：${reporter}。` : ""}`,
    lead: ({ part, due, past }) => {
      if (part === "supervisor")
        return past
          ? "上述情况逾期没有处置，现上报给您。请立即督促处置，或者由您接办。"
          : "现将上述情况告知您。请立即督促处置。";
      if (part === "verifier") return "上述情况的处置结果已经提交，请您尽快核验。";
      return past
        ? "请立即处置上述情况，并打开链接提交办理情况。"
        : `请立即处置上述情况，并在${clock(due)}前打开链接提交办理情况。`;
    },
    title: (about, task) => `${about}：${task}`,
  },
  digest: {
    several: (organization, organizations) => `${organization}等${organizations}家机构`,
    subject: (count, organization, organizations) =>
      `【督办】今日${countWords(count).zh}——${organization}${organizations > 1 ? `等${organizations}家` : ""}`,
    ended: (badge, count, organization, organizations) =>
      `【${badge}】${countWords(count).zh}——${organization}${organizations > 1 ? `等${organizations}家` : ""}`,
    title: (count) => `今日${countWords(count).zh}`,
    lead: "今天的事项汇总如下，最急的在前，每一项都可以单独打开办理。",
    idleLead: "以下事项供您知悉，无需操作。",
    rest: (more) => `其余${more}项，请打开链接查看`,
    all: "查看全部",
    handover: "查看交接清单（附此前经过）",
    sheet: (tasks, organization) => `${organization}${organization && "："}一页办理${tasks}项`,
    settled: (count) => `另有${count}项已结束，无需再办`,
    copies: (count) => `另有${count}项抄送，供知悉，无需操作`,
  },
  sms,
  notes,
  smsCode: "验证码{code}，10分钟内有效，请勿告诉他人。",
  smsWhat,
  smsDate: (due, brief) => (brief ? briefly(due) : clock(due)),
  smsState: (by, past, brief) =>
    by ? (brief ? "已逾期" : late({ ...by, n: Math.min(by.n, 999) })) : past ? "已到期" : "尚未办结",
  smsVerdict: (by, past, brief) =>
    by && !brief ? `核验${late({ ...by, n: Math.min(by.n, 999) })}` : past ? "核验逾期" : "待核验",
  smsBy: (due, brief) => (brief ? "请立即处置" : `${clock(due)}前处置`),
  smsAlarmLate: (by, brief) => (by && !brief ? late({ ...by, n: Math.min(by.n, 999) }) : by ? "已逾期" : "已到期"),
  smsBecause: { "report-at-risk": "有风险", "report-blocked": "受阻", return: "再次被退回", answer: "答复" },
  smsDo: (part) => (part === "verifier" ? "核验" : part === "supervisor" ? "督办" : "办理"),
  day,
  clock,
  date,
  instant,
  zoned: (instant, zone) => `${zone}${instant}`,
  zone: writing["zh-CN"].zone,
  late,
  greeting: (name) => (name ? `${name}，您好：` : "您好："),
  titled: (subject, organization) => (organization ? `${subject}——${organization}` : subject),
  about: (what, subject) => `${what}（${subject}）`,
  clause: (clause) => `依据：${clause}`,
  colon: "：",
  comma: "、",
  noted: (who, note) => `${who}（${note}）`,
  administrator: "管理员",
  copied,
  vacant: (role, own, verifies) => {
    if (!own) return `${vacantText(role).zh}，因此这一事项转到您这里。请尽快补充登记。`;
    const name = word("role", role, "zh-CN");
    return verifies
      ? `${name}参与了这项工作的办理，不能核验本人的工作，因此转请您核验。`
      : `${name}即办理人，因此直接上报给您。`;
  },
  provisional: "该年放假安排尚未公布，截止日暂按周一至周五计算，公布后可能调整。",
  missed: (times) => (times === 1 ? "上期未完成，已记录在案。" : `此前连续${times}期未完成，已记录在案。`),
  belated: "这条消息本应更早送达您，因系统中断或暂停而迟到，请谅解。",
  basis: "期限依据",
  figures: "相关信息",
  verdict: {
    dueLabel: "核验期限",
    waits: "下面这项工作已经提交，正在等待核验，现告知您。您可以督促核验；您有权核验的，请直接核验。",
    escalated:
      "下面这项工作已经提交，核验期限已过，还没有核验结论，现上报给您。请督促尽快核验；您有权核验的，请直接核验。",
  },
  issued: {
    heading: "文件",
    by: "发文单位",
    on: "发文日期",
    cut: "以上为摘录，全文请打开链接查看。",
    file: "附件请打开链接查看。",
  },
  story: "事情经过",
  held: (until, because) => `${until}发送，${because}`,
  earlier: (lines) => `此前还有${lines}条记录`,
  why: "发送原因",
  sender: "发送单位",
  whyLink: "为什么收到此信（条款、规则、日期推算）",
  noForward: "请勿转发：邮件里的链接代表您本人操作。",
};

/** The service behind an emergency number. */
const numbers: Readonly<Record<EmergencyNumber, string>> = {
  "119": "119（火警）",
  "120": "120（急救）",
  "110": "110（报警）",
};

export const zhCN = createLanguage(vocabulary);
export const zhCNTemplates = templatesOf(vocabulary);

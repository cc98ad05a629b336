import { type Lateness, lateWords } from "../lateness.ts";
import type { Part } from "../message.ts";
import { createLanguage } from "./compose.ts";
import { templatesOf } from "./sms.ts";
import type { Headline, ShapeWords, Vocabulary } from "./vocabulary.ts";

const weekdays = ["周日", "周一", "周二", "周三", "周四", "周五", "周六"];
const day: Vocabulary["day"] = ({ month, day }) => `${month}月${day}日`;
const late = (late: Lateness): string => `已逾期${lateWords(late).zh}`;

const verifying = ({ what, part }: Headline): string => (part === "verifier" ? `核验：${what}` : what);
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
const otherwise: Record<Part, string> = {
  doer: "到期未办的，将继续提醒，并逐级告知法定代表人、监事会和业务主管单位；全过程留有记录。不能按期办理的，请在到期前打开链接申请延期或转交他人。",
  verifier: "到期未核验的，将告知法定代表人和业务主管单位，直至作出核验结论；全过程留有记录。",
  supervisor: "仍未办结的，将按期再次告知您，并继续逐级上报；全过程留有记录。",
  copy: "",
  participant: "",
  asker: "",
};
const afterwards: Record<Part, string> = {
  ...otherwise,
  doer: "仍未办理的，将继续提醒，并逐级告知法定代表人、监事会和业务主管单位，直至办结；全过程留有记录。",
};
const nothing: Record<Part, string> = { doer: "", verifier: "", supervisor: "", copy: "", participant: "", asker: "" };

const due: ShapeWords = {
  badge: "待办",
  subject: (headline) =>
    headline.part === "verifier"
      ? `【督办】${day(headline.due)}前核验：${headline.what}`
      : `【督办】${day(headline.due)}前：${headline.what}`,
  lead: {
    doer: "下面这项工作请您按期办理。办好后打开链接，写两句话或附上照片即可。",
    verifier: "下面这项工作已经提交，请您核验：通过，或者写明理由退回。",
    supervisor: "下面这项工作已经开始，供您掌握。",
    copy: copied,
    participant: "下面这项工作请您参加。",
    asker: raised,
  },
  button,
  otherwise,
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
      subject: (headline) => `【提醒】${day(headline.due)}到期：${verifying(headline)}`,
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
        `【${headline.late ? late(headline.late) : "已到期"}】${verifying(headline)}（${day(headline.due)}到期）`,
      lead: {
        doer: "下面这项工作已经到期，还没有收到办理结果。请尽快办理并提交；确有困难的，请打开链接说明。",
        verifier: "下面这项工作已经提交，核验期限已到。请尽快核验：通过，或者写明理由退回。",
        supervisor: "下面这项工作已经到期，还没有办结。",
        copy: `下面这项工作已经到期，还没有办结。${copied}`,
        participant: "下面这项工作已经到期，还没有办结。",
        asker: raised,
      },
      otherwise: afterwards,
    },
    escalated: {
      ...due,
      badge: "上报",
      subject: (headline) =>
        `【上报】${headline.late ? `逾期${lateWords(headline.late).zh}` : `${day(headline.due)}到期`}：${verifying(headline)}`,
      lead: {
        doer: "下面这项工作已经上报给您，请您办理或指定他人办理。",
        verifier: "下面这项工作需要您作出决定。",
        supervisor: "下面这项工作没有按要求推进，现上报给您。您可以催办、改派、准予延期、写明理由免除，或者由您接办。",
        copy: `下面这项工作没有按要求推进，已经上报。${copied}`,
        participant: "下面这项工作没有按要求推进，已经上报。",
        asker: raised,
      },
      otherwise: afterwards,
    },
    returned: {
      ...due,
      badge: "退回补正",
      subject: (headline) => `【退回】${day(headline.due)}前补正：${verifying(headline)}`,
      lead: {
        doer: "您提交的下面这项工作被退回。请按退回原因补正后重新提交。",
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
      badge: "已了结",
      subject: (headline) => `【${headline.part === "asker" ? "答复" : "已了结"}】${headline.what}`,
      lead: {
        doer: "下面这项工作已经了结，您无需再办理。",
        verifier: "下面这项工作已经了结，您无需再核验。",
        supervisor: "下面这项工作已经了结，您无需再处理。",
        copy: `下面这项工作已经了结。${copied}`,
        participant: "下面这项工作已经了结，您无需再参加。",
        asker: "您提出的事项有了答复。",
      },
      button: view,
      otherwise: nothing,
      dueLabel: "原定截止时间",
    },
    call: {
      ...due,
      badge: "通知",
      subject: (headline) =>
        headline.part === "asker"
          ? `【已收到】${headline.what}`
          : `【通知】${day(headline.due)} ${headline.due.clock}：${verifying(headline)}`,
      lead: {
        doer: "现通知您下面这项工作，请您按时办理。",
        verifier: "现通知您下面这项工作，请您届时核验。",
        supervisor: "现通知您下面这项工作，供您掌握。",
        copy: `现通知下面这项工作。${copied}`,
        participant: "现通知您参加下面这项工作，请安排好时间，准时参加。",
        asker: "您提出的事项已经收到。办理情况可以随时打开链接查看。",
      },
      button: { ...button, doer: "查看详情" },
      otherwise: nothing,
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
      otherwise: nothing,
      reasonLabel: "说明",
    },
  },
  digest: {
    subject: ({ open, late, all }, organization, organizations) =>
      `【督办】今日${open > 0 ? ` ${open} 项待办` : ` ${all} 项消息`}${late > 0 ? `，${late} 项逾期` : ""} — ${organization}${organizations > 1 ? `等${organizations}家` : ""}`,
    title: ({ open, late, all }) =>
      `今日${open > 0 ? ` ${open} 项待办` : ` ${all} 项消息`}${late > 0 ? `，${late} 项逾期` : ""}`,
    lead: "今天要告诉您的事项汇总如下，最急的在最前面。每一项都可以单独打开办理。",
    groups: { late: "已逾期", returned: "退回补正", open: "待办", call: "通知", settled: "已了结", test: "测试" },
  },
  sms: {
    due: {
      act: "{organization}“{task}”请于{date}前办理。",
      read: "{organization}“{task}”请于{date}前办理，详见邮件。",
    },
    reminder: {
      act: "提醒：{organization}“{task}”{date}到期。",
      read: "提醒：{organization}“{task}”{date}到期，详见邮件。",
    },
    overdue: {
      act: "{organization}“{task}”{state}，请尽快办理。",
      read: "{organization}“{task}”{state}，详见邮件。",
    },
    escalated: {
      act: "上报：{organization}“{task}”{state}。",
      read: "上报：{organization}“{task}”{state}，详见邮件。",
    },
    returned: {
      act: "{organization}“{task}”被退回，{date}前补正。",
      read: "{organization}“{task}”被退回，{date}前补正。",
    },
    settled: { act: "{organization}“{task}”已了结，无需再办。", read: "{organization}“{task}”已了结，无需再办。" },
    call: {
      act: "{organization}通知：{date}“{task}”，请按时参加。",
      read: "{organization}通知：{date}“{task}”，请按时参加。",
    },
    digest: {
      act: "您有{total}项待办，其中{late}项逾期。请先办最急的一项。",
      read: "您有{total}项待办，其中{late}项逾期，详见邮件。",
    },
    test: { act: "这是一条测试短信，收到即说明号码可用。", read: "这是一条测试短信，收到即说明号码可用。" },
  },
  smsState: (by, shape) => (by ? late({ ...by, n: Math.min(by.n, 999) }) : shape === "overdue" ? "已到期" : "待您处理"),
  day,
  instant: (moment) => `${moment.year}年${day(moment)} ${weekdays[moment.weekday]} ${moment.clock}`,
  zone: (zone) => (zone === "Asia/Shanghai" ? "北京时间" : zone),
  late,
  greeting: (name) => (name ? `${name}，您好：` : "您好："),
  titled: (subject, organization) => (organization ? `${subject} — ${organization}` : subject),
  about: (what, subject) => `${what}（${subject}）`,
  clause: (clause) => `依据 ${clause}`,
  colon: "：",
  comma: "、",
  noted: (who, note) => `${who}（${note}）`,
  from: (name) => `来自 ${name}`,
  copied,
  vacant: (role) => `“${role}”目前无人担任，因此这一事项转到您这里。请尽快补上人选。`,
  provisional: "该年放假安排尚未公布，截止日暂按周一至周五计算，公布后可能调整。",
  belated: "这条消息本应更早送达您，因系统中断或暂停而迟到，请谅解。",
  basis: "期限依据",
  figures: "已备好的数据",
  story: "事情经过",
  earlier: (lines) => `此前还有 ${lines} 条记录`,
  why: "为什么发给您",
  sender: "发送方",
  noForward: "请勿转发：邮件里的链接代表您本人操作。",
};

export const zhCN = createLanguage(vocabulary);
export const zhCNTemplates = templatesOf(vocabulary);

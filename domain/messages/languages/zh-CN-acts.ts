import { lateWords } from "../../tasks/lateness.ts";
import type { ActHeadline, ActNotice, ActWords } from "./vocabulary.ts";
import { clock, day } from "./zh-CN-days.ts";

const late = ({ late }: ActHeadline): string => (late ? `已逾期${lateWords(late).zh}` : "已到期");
/** After a subject: the due day, or how late. */
const state = (headline: ActHeadline): string => (headline.past ? `（${late(headline)}）` : "");
const before = (headline: ActHeadline): string => (headline.past ? "" : `${clock(headline.due)}前：`);
const asked = (headline: ActHeadline, then = "请在"): string =>
  headline.past ? `该项工作${late(headline)}，请尽快办理并提交。` : `${then}${clock(headline.due)}前办理。`;

const extension: ActWords = {
  badge: "延期申请",
  subject: (headline) => `【延期申请】${headline.what}${headline.until ? `：申请延至${clock(headline.until)}` : ""}`,
  lead: (headline) =>
    `${headline.by}申请将下面这项工作的截止时间由${clock(headline.due)}${headline.until ? `延至${clock(headline.until)}` : "延后"}，请您答复：同意延期，或者写明理由不同意。${headline.past ? `该项工作${late(headline)}，答复之前仍按原期限督办。` : "答复之前，原期限不变。"}`,
  reasonLabel: "申请理由",
  button: "去答复",
  asks: false,
};

const handedOver = (label: string, how: string): ActWords => ({
  badge: label,
  subject: (headline) => `【${label}】${before(headline)}${headline.what}${state(headline)}`,
  lead: (headline) => `${headline.by}将下面这项工作${how}给您办理。${asked(headline)}不属于您职责的，请打开链接说明。`,
  reasonLabel: `${label}说明`,
  button: "去办理",
  asks: true,
});

/** For those who had it before. */
const passedOn = (label: string): ActWords => ({
  ...ended(label, `{by}将下面这项工作${label}给{to}，您无需再办理。`, `${label}说明`),
  subject: (headline) => `【已${label}】${headline.what}：已${label}给${headline.to}`,
});

const ended = (label: string, how: string, reasonLabel: string): ActWords => ({
  badge: label,
  subject: (headline) => `【${label}】${headline.what}`,
  lead: (headline) => how.replace("{by}", headline.by).replace("{to}", headline.to),
  reasonLabel,
  button: "查看",
  asks: false,
});

/** A progress report that asks for help, before the task is late. */
const atRisk = (label: string, how: string, howLate = how): ActWords => ({
  badge: label,
  subject: (headline) => `【${label}】${before(headline)}${headline.what}${state(headline)}`,
  lead: (headline) =>
    `${headline.by}反馈：下面这项工作${label}，${headline.past ? howLate : how}。${headline.past ? `该项工作${late(headline)}。` : `截止时间为${clock(headline.due)}，目前不变。`}请您答复：${headline.extends ? "准予延期、" : ""}改派他人，或者写明意见。`,
  reasonLabel: "情况和需要的支持",
  button: "去答复",
  asks: false,
});

/** A task that has been open and has become this reader's, or reaches them only now. */
const open = (label: string, why: string): { doer: ActWords; verifier: ActWords } => ({
  doer: {
    badge: label,
    subject: (headline) => `【${label}】${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) => `${why}下面这项工作由您办理。${asked(headline)}不属于您职责的，请打开链接说明。`,
    reasonLabel: "说明",
    button: "去办理",
    asks: true,
  },
  verifier: {
    badge: label,
    subject: (headline) => `【${label}】待核验：${headline.what}`,
    lead: (headline) =>
      `${why}下面这项工作已经提交，由您核验。${headline.past ? "核验期限已过，请尽快核验。" : `请在${clock(headline.due)}前核验通过，或者写明原因退回。`}`,
    reasonLabel: "说明",
    button: "去核验",
    asks: true,
  },
});
const newRole = open("新接手", "因人员变动，");
const newAddress = open("联系方式已变更", "您的联系方式已变更，通知今后发到这里。");

/** Words of notices that are sent at once after an act. */
export const acts: Readonly<Record<ActNotice, ActWords>> = {
  "submit/supervisor": {
    badge: "请关注",
    subject: (headline) => `【请关注】${headline.what}`,
    lead: () => "下面这项工作提交时反映了需要您立即关注的情况，详见说明。",
    reasonLabel: "说明",
    button: "查看并处理",
    asks: false,
  },
  "accept/doer": ended("已通过", "下面这项工作已通过核验，予以办结，您无需再办理。", "核验意见"),
  "return/supervisor": {
    badge: "再次退回",
    subject: (headline) => `【再次退回】${before(headline)}${headline.what}`,
    lead: (headline) => `下面这项工作的提交再次被退回，应在${clock(headline.due)}前补正，现告知您。${headline.ways}`,
    reasonLabel: "退回原因",
    button: "查看并处理",
    asks: true,
  },
  "ask-extension/verifier": extension,
  "ask-extension/supervisor": extension,
  "grant-extension/doer": {
    badge: "已延期",
    subject: (headline) => `【已延期】延至${clock(headline.due)}：${headline.what}`,
    lead: (headline) => `下面这项工作已获准延期，新的截止时间为${clock(headline.due)}。请按新的期限办理。`,
    reasonLabel: "说明",
    button: "去办理",
    asks: true,
  },
  "refuse-extension/doer": {
    badge: "未同意延期",
    subject: (headline) => `【未同意延期】${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) =>
      headline.past
        ? `延期申请未获同意。${asked(headline)}`
        : `延期申请未获同意，截止时间仍为${clock(headline.due)}，请按期办理。`,
    reasonLabel: "不同意的理由",
    button: "去办理",
    asks: true,
  },
  "delegate/doer": handedOver("转交", "转交"),
  "delegate/copy": passedOn("转交"),
  "reassign/copy": passedOn("改派"),
  "reassign/doer": handedOver("改派", "改派"),
  "report-at-risk/supervisor": atRisk("存在风险", "可能不能按期办结", "可能继续拖延"),
  "report-blocked/supervisor": atRisk("受阻", "目前无法推进"),
  "answer-report/doer": {
    badge: "已答复",
    subject: (headline) => `【已答复】${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) => `${headline.by}答复了您对下面这项工作的阶段反馈。${asked(headline, "截止时间不变，请在")}`,
    reasonLabel: "答复意见",
    button: "去办理",
    asks: true,
  },
  "ask-reports/doer": {
    badge: "请定期反馈",
    subject: (headline) =>
      headline.past
        ? `【请反馈进展】${headline.what}${state(headline)}`
        : `【请定期反馈】${headline.what}（${headline.every}）`,
    lead: (headline) =>
      headline.past
        ? `${headline.by}请您反馈下面这项工作的进展：打开链接，在“阶段反馈”中说明即可。该项工作${late(headline)}。`
        : `${headline.by}请您${headline.every}反馈一次下面这项工作的进展。打开链接，在“阶段反馈”中说明即可，到期之前会按时提醒您。截止时间仍为${clock(headline.due)}。`,
    reasonLabel: "说明",
    button: "去反馈",
    asks: true,
  },
  "progress/doer": {
    badge: "请反馈进展",
    subject: (headline) =>
      `【请反馈进展】${headline.what}（${headline.past ? late(headline) : `${clock(headline.due)}到期`}）`,
    lead: (headline) =>
      `下面这项工作${headline.past ? late(headline) : `${clock(headline.due)}到期`}，请打开链接，在“阶段反馈”中说明进展：正常推进、存在风险，或者受阻。已经办好的，直接提交即可。`,
    reasonLabel: "说明",
    button: "去反馈",
    asks: true,
  },
  "not-mine/supervisor": {
    badge: "请指定办理人",
    subject: (headline) => `【请指定办理人】${headline.what}${state(headline)}`,
    lead: (headline) =>
      `${headline.by}反映下面这项工作不属于本人职责，请您指定办理人，或者由您接办。${headline.past ? `该项工作${late(headline)}。` : `截止时间为${clock(headline.due)}。`}`,
    reasonLabel: "情况说明",
    button: "去指定",
    asks: true,
  },
  "submit/doer": ended(
    "已由他人提交",
    "{by}已提交下面这项由你们共同负责的工作，您无需再办理；提交的内容可以打开查看。",
    "说明",
  ),
  "take-on/doer": ended("已由他人接办", "{by}已接办下面这项工作，您无需再办理。", "说明"),
  "press/doer": {
    badge: "催办",
    subject: (headline) => `【催办】${before(headline)}${headline.what}${state(headline)}`,
    lead: (headline) => `${headline.by}催办下面这项工作。${asked(headline)}`,
    reasonLabel: "催办意见",
    button: "去办理",
    asks: true,
  },
  "waive/doer": ended("已免除", "下面这项工作已免除，您无需再办理。", "免除理由"),
  "cancel/doer": ended("已取消", "下面这项工作已取消，您无需再办理。", "取消理由"),
  "closed/doer": ended("机构已关闭", "该机构已关闭，下面这项工作随之取消，您无需再办理。", "关闭原因"),
  "closed/verifier": ended("机构已关闭", "该机构已关闭，下面这项工作随之取消，您无需再核验。", "关闭原因"),
  "new-role/doer": newRole.doer,
  "new-role/verifier": newRole.verifier,
  "new-address/doer": newAddress.doer,
  "new-address/verifier": newAddress.verifier,
  "level/participant": {
    badge: "等级调整",
    subject: (headline) => `【等级调整】${headline.what}`,
    lead: (headline) =>
      `自${day(headline.due)}起，下列等级生效，各项工作的周期随之调整。需要办理的会另行通知；已由新的一期代替的，无需再办。`,
    reasonLabel: "调整理由",
    button: "查看",
    asks: false,
  },
  "calendar/participant": {
    badge: "放假安排已公布",
    subject: (headline) => `【放假安排】${headline.what}`,
    lead: () => "该年的放假安排已公布，受其影响的截止日随之调整。本消息无需办理；每项工作的页面均显示新的截止日。",
    reasonLabel: "说明",
    button: "查看",
    asks: false,
  },
  "withdrawn/doer": ended("文件已撤回", "发文单位已撤回文件，下面这项工作随之取消，您无需再办理。", "撤回原因"),
};

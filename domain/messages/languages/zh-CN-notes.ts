import type { Vocabulary } from "./vocabulary.ts";
import { writing } from "./writing.ts";

/** Words of direct messages, about no task. */
export const notes: Vocabulary["notes"] = {
  code: {
    subject: () => "您的验证码",
    badge: "验证码",
    lead: "请在刚才的页面上填写。10分钟内有效，只能使用一次。",
    warning: "验证码代表您本人，请勿告诉他人。不是您本人在操作的，不必理会这封邮件。",
  },
  receipt: {
    subject: (note) => (note.kind === "receipt" ? `回执编号${note.number}` : ""),
    badge: "回执编号",
    lead: "提交时留下的是这个邮箱。请打开下面的链接确认邮箱，确认后，办理结果会发送到这里。",
    warning: "不是您提交的，不必理会这封邮件：没有确认的邮箱不会再收到任何消息。",
    button: "确认邮箱",
  },
  my: {
    subject: () => "打开您的事项",
    badge: "登录链接",
    figure: "我的事项",
    lead: "按下面的按钮，打开您在各机构的全部事项。10分钟内有效，只能使用一次；打开后，这台设备30天内不必再登录。",
    warning: "这个链接代表您本人，请勿转发。不是您本人要求的，不必理会这封邮件。",
    button: "打开我的事项",
  },
  "webhook-paused": {
    subject: (note) => (note.kind === "webhook-paused" ? `【请检查】接收地址无法送达，已暂停：${note.host}` : ""),
    badge: "接收地址已暂停",
    lead: (note) =>
      note.kind === "webhook-paused" && note.gone
        ? "对方系统答复不再接收，因此暂停向这个地址发送通知。暂停期间的通知会保留，恢复后再发送。"
        : "连续三天向这个地址发送通知都没有成功，因此暂停发送。暂停期间的通知会保留，恢复后再发送。",
    warning: "请检查接收通知的系统，修复后请管理员恢复发送。未送达的通知可以在30天内重新发送。",
  },
  view: {
    subject: (note) => (note.kind === "view" ? `【每周】${note.view}：${note.count}件` : ""),
    badge: "每周视图",
    lead: "您在督办台保存的视图，今天的情况如下。",
    done: "目前",
    waits: "最急的事项",
    none: "没有",
    more: (n) => `另有${n}件`,
    warning: "每周一上午发送，内容以发送时您可以查看的机构为准。",
    button: "在督办台打开",
    end: "不再接收这封每周邮件",
  },
  "stand-in": {
    subject: (note) => (note.kind === "stand-in" ? `【代办】${note.other}请假，其工作由您代办` : ""),
    badge: "代办",
    lead: (note) =>
      note.kind === "stand-in"
        ? `${note.other}自${writing["zh-CN"].day(note.from)}至${writing["zh-CN"].day(note.to)}请假，期间应由其办理、核验的工作由您代办，提醒也发给您。其本人已经着手的，仍可自行办结。`
        : "",
    waits: "目前待办",
    none: "目前没有",
    more: (n) => `另有${n}项`,
    warning:
      "您不能核验请假人办理的工作，也不能对其免除、延期、改派或催办。不便代办的，请尽快告知请假人或管理员另行安排。",
    button: "查看全部",
  },
  "delegate-gone": {
    subject: (note) => (note.kind === "delegate-gone" ? `【请安排】${note.away}请假，现在无人代办` : ""),
    badge: "请安排",
    lead: (note) =>
      note.kind === "delegate-gone"
        ? `${note.away}正在请假或者即将请假，代办人${note.delegate}已不在本机构任职，代办到此为止，提醒改发给${note.away}本人。请尽快另行安排。`
        : "",
    warning: "另行安排的，由本人在“请假和代办”中登记，或者请管理员登记；急办的事项可以改派。",
    button: "查看我的事项",
  },
  back: {
    subject: (note) =>
      note.kind === "back" ? `【假期结束】期间已办${note.done.length}项，待办${note.waits.length + note.more}项` : "",
    badge: "假期结束",
    lead: (note) =>
      note.kind === "back"
        ? `您自${writing["zh-CN"].day(note.from)}至${writing["zh-CN"].day(note.to)}请假，期间由${note.other}代办。从现在起，您的工作仍由您办理，提醒也发给您。`
        : "",
    done: "期间已办",
    waits: "目前待办",
    none: "没有",
    more: (n) => `另有${n}项`,
    warning: "期间由他人代办的工作，您不能核验。",
    button: "查看全部",
  },
};

import { reportEvent } from "../../client/cases/report-event.ts";
import { startCall } from "../../client/kinds/call.ts";
import { planCampaign } from "../../client/kinds/campaign-plan.ts";
import { planGathering } from "../../client/kinds/gathering.ts";
import { planMatter } from "../../client/kinds/matter.ts";
import { startProject } from "../../client/kinds/project.ts";
import { allAtResponse } from "../../client/registry/level-standing.ts";
import type { EventName } from "../../domain/catalogue/duty.ts";
import { RefusedError } from "../../domain/errors.ts";
import { cause } from "../../domain/reasons/index.ts";
import type { Text } from "../../domain/terms.ts";
import { word } from "../../domain/words.ts";
import type { Start, StartField } from "./start.ts";
import { startDuty } from "./start-duty.ts";

const t = (zh: string, en: string): Text => ({ zh, en });
const line = (name: string, zh: string, en: string): StartField => ({
  name,
  type: "line",
  label: t(zh, en),
  required: true,
});
const day = (name: string, zh: string, en: string, required = true): StartField => ({
  name,
  type: "day",
  label: t(zh, en),
  required,
});

/** Events that need only one line and a day. Others have a start of their own, or are raised by the program. */
const plainEvents: readonly EventName[] = [
  "registration-changed",
  "legal-representative-changed",
  "roster-changed",
  "site-changed",
  "incident",
  "resolution-passed",
  "service-planned",
  "major-event",
  "mutual-aid-ended",
];

export const starts: readonly Start[] = [
  {
    name: "gathering",
    title: t("拟举办活动", "A gathering is planned"),
    fields: [
      line("title", "活动名称", "Name of the gathering"),
      day("on", "活动日期", "Day"),
      { ...line("time", "开始时间", "Begins at"), type: "time" },
      { ...line("until", "结束时间", "Ends at"), type: "time", required: false },
      line("place", "地点", "Place"),
    ],
    async start(
      context,
      { organizationId, values: { title = "", on = "", place = "", time = "", until }, key, actor },
    ) {
      const hours = { time, ...(until !== undefined && { until }) };
      return (await planGathering(context, { organizationId, title, date: on, place, ...hours, key, actor })).caseId;
    },
  },
  {
    name: "campaign",
    title: t("拟开展公开募捐", "A public fundraising campaign is planned"),
    fields: [
      line("title", "募捐活动名称", "Name of the campaign"),
      day("from", "开始日期", "First day"),
      day("to", "结束日期（未定则留空）", "Last day (not known: leave it empty)", false),
      {
        name: "emergency",
        type: "tick",
        label: t(
          "应对重大突发事件（开始后十日内补办备案）",
          "It answers a major emergency (filed within ten days after)",
        ),
        required: false,
      },
      {
        ...line(
          "declared",
          "应对哪一次公布的突发事件（常态下的应急募捐必填）",
          "Which declared emergency (needed where all is normal)",
        ),
        required: false,
      },
    ],
    // Proposed if all organizations of the board are in an emergency.
    async offers(context, organizationIds) {
      if (!(await allAtResponse(context, organizationIds))) return null;
      const because = t(
        "目前为应急响应，已按应对重大突发事件的募捐预先勾选；不是的，请取消勾选。",
        "The level is response: a campaign that answers the emergency is ticked beforehand. Untick it where this one does not.",
      );
      return { values: { emergency: "yes" }, because };
    },
    async start(context, { organizationId, values: { title = "", from = "", to, emergency, declared }, key, actor }) {
      const days = { startsOn: from, ...(to !== undefined && { endsOn: to }) };
      const why = declared !== undefined && declared !== "" && { declared };
      const input = { organizationId, title, ...days, emergency: emergency === "yes", ...why, key, actor };
      return (await planCampaign(context, input)).caseId;
    },
  },
  {
    name: "matter",
    title: t("拟办重大事项", "A major matter is planned"),
    fields: [line("what", "事项", "What is planned"), day("on", "拟办日期", "Its day")],
    async start(context, { organizationId, values: { what = "", on = "" }, key, actor }) {
      return (await planMatter(context, { organizationId, what, on, key, actor })).caseId;
    },
  },
  {
    name: "project",
    title: t("启动志愿服务项目", "A volunteer project starts"),
    fields: [
      line("title", "项目名称", "Name of the project"),
      day("from", "开始日期", "First day"),
      day("to", "结束日期（未定则留空）", "Last day (not known: leave it empty)", false),
    ],
    async start(context, { organizationId, values: { title = "", from = "", to }, key, actor }) {
      const input = { organizationId, title, startsOn: from, ...(to !== undefined && { endsOn: to }), key, actor };
      return (await startProject(context, input)).caseId;
    },
  },
  {
    name: "participation",
    title: t("拟参与服务，先作“三项条件”评估", "Taking part is planned: weigh the three tests"),
    fields: [line("title", "拟参与什么", "What in"), day("reply-by", "何时之前决定", "To be decided by", false)],
    async start(context, { organizationId, values: { title = "", "reply-by": replyBy }, key, actor }) {
      const input = { organizationId, title, ...(replyBy !== undefined && { replyBy }), key, actor };
      return (await startCall(context, { ...input, event: "participation-planned" })).caseId;
    },
  },
  startDuty,
  {
    name: "event",
    title: t("其他情况", "Something else that happened"),
    fields: [
      {
        name: "event",
        type: "choice",
        label: t("发生了什么", "What happened"),
        required: true,
        options: plainEvents.map((value) => ({
          value,
          label: { zh: word("trigger", value, "zh-CN"), en: word("trigger", value, "en") },
        })),
      },
      line("about", "一句话说明", "In one line"),
      day("on", "发生日期", "When"),
    ],
    async start(context, { organizationId, values: { event = "", about = "", on = "" }, key, actor }) {
      const name = plainEvents.find((one) => one === event);
      const [first] = name
        ? await reportEvent(context, {
            event: name,
            organization: organizationId,
            about,
            on,
            onPlace: "on",
            key,
            actor,
          })
        : [];
      if (first) return first.caseId;
      throw new RefusedError(cause("no-duty-for-event", { event }));
    },
  },
];

import type { LocalDate, Text } from "../terms.ts";
import { named, pageWords, refused, stateText, t, withCommand } from "./words.ts";

/** Distance of a day, if known. */
const inDays = (day: LocalDate | undefined, days: number | undefined): Text =>
  day === undefined || days === undefined || days <= 0
    ? t("", "")
    : t(`；开始日期为${day}，还有${days}天`, `; it begins on ${day}, ${days} ${days === 1 ? "day" : "days"} from now`);

const fields: Readonly<Record<string, string>> = {
  name: "名称",
  type: "类型",
  types: "类型",
  charity: "慈善组织",
  supervised: "业务主管单位",
  registration: "登记类别",
  zone: "时区",
  district: "地区",
  party: "党组织",
  qualified: "公开募捐资格",
  language: "语言",
  marks: "标记",
};
const kinds: Readonly<Record<string, string>> = { opinion: "意见", difficulty: "困难求助" };

/** Why an act on a campaign, a project, a matter, a gathering or a hazard is refused. */
export const kindReasons = {
  "gate-shut": () =>
    withCommand(
      refused(
        "campaign start",
        "募捐尚不能开始：须先有条件齐备的方案",
        "a gate stands before it; expected a plan that has passed it",
      ),
      t("（`duban campaign plan`）", " (`duban campaign plan`)"),
    ),
  "campaign-not-begun": ({ state, startsOn, days }: { state: string; startsOn?: LocalDate; days?: number }) =>
    withCommand(
      t(
        `募捐尚未开始，其方案目前为“${stateText(state).zh}”${inDays(startsOn, days).zh}；应为已开始的`,
        `the campaign has not begun, its plan is ${state}${inDays(startsOn, days).en}; expected one that has`,
      ),
      t("（`duban campaign start --plan`）", " (`duban campaign start --plan`)"),
    ),
  "campaign-begun": () =>
    withCommand(
      refused("campaign move", "募捐变更：募捐已经开始；应为尚未开始的", "it has begun; expected one that has not"),
      t("，最后一日请用 `duban campaign end`", ", or `duban campaign end` for its last day"),
    ),
  "no-gate": ({ organization }: { organization: string }) =>
    withCommand(
      refused(
        "campaign plan",
        `募捐筹划：${organization}开展募捐无须方案`,
        `no gate stands before campaigns of ${organization}`,
      ),
      t("；请用 `duban campaign start`", "; expected `duban campaign start`"),
    ),
  "has-donations": () =>
    withCommand(
      refused("campaign cancel", "募捐取消：已收到捐赠，须予公开", "it has taken donations, which are to be disclosed"),
      t("；请用 `duban campaign end`", "; expected `duban campaign end`"),
    ),
  "final-disclosure-published": () =>
    refused(
      "campaign end",
      "募捐结束：最后一次公开已经发布；应为尚未发布的",
      "the final disclosure is published; expected a campaign without it",
    ),
  "emergency-undeclared": () => ({
    ...t(
      "目前为常态：应急募捐应写明应对的是哪一次公布的突发事件（--declared）",
      "nothing stands above normal there: expected which declared emergency the campaign answers (--declared)",
    ),
    page: t(
      "目前为常态：应急募捐请写明应对的是哪一次公布的突发事件",
      "Nothing stands above normal there: please say which declared emergency the campaign answers",
    ),
  }),
  "no-emergency": () =>
    refused(
      "emergency end",
      "应急响应结束：此募捐不是应对重大突发事件的；应为应对突发事件的",
      "this campaign answers no emergency; expected one that does",
    ),
  "entry-differs": ({ key, amount, on }: { key: string; amount: string; on: LocalDate }) =>
    t(
      `编号“${key}”已登记，为${on}的${amount}；应为相同的日期和金额，或另用编号`,
      `key "${key}": it is on record with ${amount} of ${on}; expected the same day and amount, or another key`,
    ),
  "entries-below-0": ({ direction, total }: { direction: "received" | "used"; total: string }) =>
    t(
      `更正后的${direction === "received" ? "接收" : "使用"}合计将为${total}；应不小于0`,
      `the corrections would leave ${total} ${direction}; expected a total of at least 0`,
    ),
  "used-above-received": ({ received, used, above }: { received: string; used: string; above: string }) =>
    withCommand(
      t(
        `共接收${received}，使用将为${used}，多出${above}；使用应不大于接收，先行垫付的须确认`,
        `the campaign received ${received} and would have used ${used}, ${above} more; expected no more than it received, or a confirmation that it was paid in advance`,
      ),
      t("（加--yes即登记）", " (--yes records it)"),
    ),
  "disclosure-over": ({ matter, state }: { matter: string; state: string }) =>
    refused(
      matter,
      `该募捐目前为“${stateText(state).zh}”；应为仍在公开的`,
      `the campaign is ${state}; expected one whose disclosure goes on`,
    ),
  "not-published-here": ({ period }: { period: string }) =>
    refused(
      "platform",
      `慈善中国：${period}在本处尚未公开；应为已公开的`,
      `${period} is not published here yet; expected one that is`,
    ),
  "published-unchangeable": ({ period, since }: { period: string; since: string }) =>
    refused(
      "platform",
      `慈善中国：${period}已于${since}公布；公布的内容不再更改`,
      `${period} stands there since ${since}; what was published is not changed`,
    ),
  "no-project-duties": ({ organization, type }: { organization: string; type: string }) =>
    refused(
      "project",
      `${organization}（${named("organizationType", type).zh}）没有第34、41至43项职责；应为未暂停这些职责的志愿服务组织或枢纽型社会组织`,
      `duties 34 and 41 to 43 are not asked of ${organization} (${type}); expected a volunteer organization or a hub in which they are not paused`,
    ),
  "project-not-running": ({ state }: { state: string }) =>
    refused(
      "duty",
      `上岗：该项目目前为“${stateText(state).zh}”；应为正在实施的`,
      `the project is ${state}; expected one that runs`,
    ),
  "nobody-serves-yet": () =>
    refused("duty", "上岗：时机未到，须先办妥以下各项", "nobody serves yet; expected first what is named here"),
  "not-raisable": ({
    kind,
    organization,
    expected,
  }: {
    kind: string;
    organization: string;
    expected: readonly string[];
  }) =>
    refused(
      kind,
      `${organization}没有受理“${kinds[kind] ?? kind}”的职责；应为${expected.map((one) => kinds[one] ?? one).join("或") || "别的机构"}`,
      `no duty of ${organization} sees to it; expected ${expected.join(" or ") || "another organization"}`,
    ),
  "matter-settled": ({ state }: { state: string }) =>
    refused(
      "matter",
      `重大事项：目前为“${stateText(state).zh}”；应为尚未举行的`,
      `it is ${state}; expected one that is still to take place`,
    ),
  "gathering-over": () =>
    refused(
      "move",
      "活动改期：活动已经举办或取消；应为尚未举办的",
      "the gathering was held or called off; expected one that is still to come",
    ),
  "not-in-organization": () =>
    pageWords(
      refused("report", "上报隐患：须由在该机构任职的人上报", "expected somebody who holds a role in the organization"),
      "Only somebody who holds a role in the organization may report it",
    ),
  "code-taken": ({ code, other }: { code: string; other: readonly string[] }) =>
    withCommand(
      t(
        `已有${code}，但以下内容不同：${other.map((one) => fields[one] ?? named("role", one).zh).join("、")}；请另用代码`,
        `${code} is there already, with another ${other.join(", ")}; expected a code of its own`,
      ),
      t("，或用 `duban org import` 更改", " (or use `duban org import` to change it)"),
    ),
} as const;

import type { Command } from "commander";
import { comeBack, goAway } from "../../client/registry/absences.ts";
import { changePerson, type PersonChanges } from "../../client/registry/change-person.ts";
import { organizationOf } from "../../client/registry/organizations.ts";
import { addPerson, leave, type PersonInput } from "../../client/registry/people.ts";
import { roles } from "../../domain/terms.ts";
import { dateIn, dayEndingAt } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { namesOf } from "../../records/messages/stories.ts";
import { absencesOf } from "../../records/roster/absences.ts";
import { organizationsById } from "../../records/roster/holders.ts";
import { personLines } from "../../records/roster/people.ts";
import { numberOf } from "../args.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { say } from "../language.ts";
import { fieldName } from "../nouns.ts";
import { addressData, addressText } from "../views/addresses.ts";
import { cell, plural } from "../views/format.ts";
import { notifiedText } from "./org-import.ts";

const actor = "administrator";
/** Help: how a person can be named. */
const personWords = (): string => say("电子邮箱、手机号码或编号", "e-mail address, telephone number or id");

/** `duban person …` */
export function personCommands(person: Command, run: Run): void {
  addCommand(person, run);
  setCommand(person, run);
  listCommand(person, run);
  awayCommand(person, run);
  backCommand(person, run);
  absencesCommand(person, run);
  leaveCommand(person, run);
}

function addCommand(person: Command, run: Run): void {
  person
    .command("add")
    .description(
      say(
        "让一个人从现在起担任某职务；电子邮箱相同即为同一人",
        "give a person a role from now on; the same e-mail address is the same person",
      ),
    )
    .requiredOption("--org <code>", say("机构代码", "code of the organization"))
    .requiredOption("--role <role>", say(`其中之一：${roles.join("、")}`, `one of ${roles.join(", ")}`))
    .requiredOption("--name <name>", say("姓名", "as people call them"))
    .option("--email <address>", say("电子邮箱", "e-mail address"))
    .option(
      "--phone <number>",
      say("手机号码；不写国家代码的视为中国号码", "mobile number; without a country code China's"),
    )
    .option("--language <code>", say("zh-CN或en（不写随机构）", "zh-CN or en (the organization's)"))
    .action(({ org, ...options }: Omit<PersonInput, "organization"> & { org: string }, command: Command) =>
      run(command, async (session) => {
        const done = await addPerson(session, { organization: org, ...options });
        const held = done.added
          ? say(`从现在起任${org}${word("role", options.role, "zh-CN")}`, `is ${options.role} of ${org} from now on`)
          : say(`本来就任${org}${word("role", options.role, "zh-CN")}`, `was ${options.role} of ${org} already`);
        const handed = [notifiedText(done.notified), toldBeforeText(done.toldBefore)]
          .filter(Boolean)
          .join(say("", " "));
        return {
          data: done,
          text: say(
            `${options.name}（${done.personId}）${held}。${handed}`,
            `${options.name} (${done.personId}) ${held}. ${handed}`,
          ).trim(),
        };
      }),
    );
}

const toldBeforeText = (tasks: number): string =>
  tasks === 0
    ? ""
    : say(
        `其在办工作（${tasks}项）在一分钟内已告知过，不再重复。`,
        `They were notified of ${plural(tasks, "open task")} within the last minute, and are not again.`,
      );

function setCommand(person: Command, run: Run): void {
  person
    .command("set")
    .description(
      say(
        "更改一个人的姓名、联系方式、语言或消息偏好；换了联系方式的，立即告知其全部在办工作",
        "change a person's name, addresses, language or preferences; a list of open tasks is sent to a new address at once",
      ),
    )
    .argument("<person>", personWords())
    .option("--name <name>", say("姓名", "as people call them"))
    .option("--email <address>", say("电子邮箱；none为删除", "e-mail address; none takes it away"))
    .option("--phone <number>", say("手机号码；none为删除", "mobile number; none takes it away"))
    .option("--language <code>", say("zh-CN或en", "zh-CN or en"))
    .option("--hour <hour>", say("每日常规消息的时间，9至15时", "hour of the day's routine message, 9 to 15 o'clock"))
    .option(
      "--channel <channel>",
      say(
        "常规消息走邮件（默认）还是短信；督办规则要求的短信照发",
        "channel of what is routine: email or sms; an SMS that a ladder sends goes all the same",
      ),
    )
    .action((named: string, options: PersonChanges, command: Command) =>
      run(command, async (session) => {
        const done = await changePerson(session, named, options);
        const what =
          done.changed.length === 0
            ? say("没有更改", "nothing changed")
            : say(
                `已更改：${done.changed.map((field) => fieldName(field)).join("、")}`,
                `changed: ${done.changed.join(", ")}`,
              );
        return {
          data: done,
          text: say(
            `${done.personId}：${what}。${notifiedText(done.notified)}`,
            `${done.personId}: ${what}. ${notifiedText(done.notified)}`,
          ).trim(),
        };
      }),
    );
}

function listCommand(person: Command, run: Run): void {
  person
    .command("list")
    .description(say("人员、联系方式及其职务", "people, their addresses and what they hold"))
    .option("--org <code>", say("在此机构任职的人员", "who hold a role in this organization"))
    .option("--unreachable", say("只列联系不上的", "only those whom no address reaches"), false)
    .option("--limit <n>", say("最多列多少", "maximum number of rows"), "1000")
    .action((options: ListOptions, command: Command) => run(command, (session) => list(session, options)));
}

function awayCommand(person: Command, run: Run): void {
  person
    .command("away")
    .description(
      say(
        "登记请假：期间应由其办理、核验的工作由代办人办理，提醒发给代办人",
        "record an absence: a delegate gets the person's tasks and verdicts meanwhile",
      ),
    )
    .argument("<person>", personWords())
    .requiredOption(
      "--to <person>",
      say("代办人的电子邮箱、手机号码或编号", "the delegate: e-mail address, telephone number or id"),
    )
    .requiredOption("--from <day>", say("第一天，YYYY-MM-DD", "the first day, YYYY-MM-DD"))
    .requiredOption("--until <day>", say("最后一天，YYYY-MM-DD", "the last day, YYYY-MM-DD"))
    .option(
      "--org <code>",
      say("只在此机构（不写为两人共同任职的全部机构）", "in this organization (all in which both hold a role)"),
    )
    .action((named: string, { to, from, until, org }: AwayOptions, command: Command) =>
      run(command, async (session) => {
        const input = {
          person: named,
          delegate: to,
          from,
          until,
          ...(org !== undefined && { organization: org }),
          actor,
        } as const;
        const made = await goAway(session, input);
        const where = made.map(({ code }) => code).join(say("、", ", "));
        const fresh = made.some(({ created }) => created);
        return {
          data: made,
          text: fresh
            ? say(
                `已登记请假（${where}）：${from}至${until}，由${to}代办。`,
                `Away from ${where}, ${from} to ${until}; ${to} stands in.`,
              )
            : say(`此前已登记（${where}）。`, `It was so already (${where}).`),
        };
      }),
    );
}

function backCommand(person: Command, run: Run): void {
  person
    .command("back")
    .description(say("销假：请假提前结束，或者取消", "end or remove an absence"))
    .argument("<person>", personWords())
    .option("--org <code>", say("只在此机构", "only in this organization"))
    .action((named: string, { org }: { org?: string }, command: Command) =>
      run(command, async (session) => {
        const ended = await comeBack(session, { person: named, ...(org !== undefined && { organization: org }) });
        return { data: ended, text: say(`已销假（${ended.length}项）。`, `${plural(ended.length, "absence")} ended.`) };
      }),
    );
}

function absencesCommand(person: Command, run: Run): void {
  person
    .command("absences")
    .description(say("请假和代办：正在请假的和以后的", "who is away, now and later, and who stands in"))
    .option("--org <code>", say("只在此机构", "of this organization"))
    .action(({ org }: { org?: string }, command: Command) => run(command, (session) => absences(session, org)));
}

function leaveCommand(person: Command, run: Run): void {
  person
    .command("leave")
    .description(
      say("结束一个人的职务；其未办的工作交回该职务", "end a person's roles; their open tasks return to the role"),
    )
    .argument("<person>", personWords())
    .option("--org <code>", say("只在此机构", "only in this organization"))
    .action((named: string, { org }: { org?: string }, command: Command) =>
      run(command, async (session) => {
        const done = await leave(session, named, { actor, ...(org !== undefined && { organization: org }) });
        const { organizations, tasks } = done;
        const text =
          organizations === 0
            ? say(
                `其${org === undefined ? "" : `在${org}`}没有担任职务。`,
                `They held no role${org === undefined ? "" : ` in ${org}`}.`,
              )
            : say(
                `其已离开${organizations}家机构；交回原职务的工作${tasks}项。${notifiedText(done.notified)}`,
                `They have left ${plural(organizations, "organization")}; tasks that went back to their role: ${tasks}. ${notifiedText(done.notified)}`,
              ).trim();
        return { data: done, text };
      }),
    );
}

interface AwayOptions {
  to: string;
  from: string;
  until: string;
  org?: string;
}

async function absences({ db, now }: CliSession, org: string | undefined): Promise<CommandResult> {
  const where = org === undefined ? {} : { organizationId: (await organizationOf(db, org)).id };
  const found = await absencesOf(db, where, now());
  const names = await namesOf(db, [...new Set(found.flatMap((one) => [one.personId, one.delegateId]))]);
  const organizations = await organizationsById(
    db,
    found.map(({ organizationId }) => organizationId),
  );
  const name = (id: string): string => cell(names.get(id) ?? id);
  return {
    data: found,
    table: {
      head: ["organization", "person", "delegate", "from", "until"],
      rows: found.map(({ organizationId, personId, delegateId, from, until }) => {
        const { code = "", zone = "UTC" } = organizations.get(organizationId) ?? {};
        return [code, name(personId), name(delegateId), dateIn(from, zone), dayEndingAt(until, zone)];
      }),
    },
  };
}

interface ListOptions {
  org?: string;
  unreachable: boolean;
  limit: string;
}

async function list({ db, now }: CliSession, { org, unreachable, limit }: ListOptions): Promise<CommandResult> {
  const most = numberOf(limit, "--limit", 999_999);
  const where = org === undefined ? {} : { organizationId: (await organizationOf(db, org)).id };
  const found = await personLines(db, { ...where, unreachable, limit: most + 1 }, now());
  const people = found.slice(0, most);
  return {
    data: people.map(({ leftAt: _, addresses, holds, ...person }) => ({ ...person, ...addressData(addresses), holds })),
    table: {
      head: ["id", "name", "e-mail", "phone", "language", "holds"],
      rows: people.map((one) => [
        one.id,
        cell(one.name),
        addressText(one.addresses.email),
        addressText(one.addresses.sms),
        one.language,
        cell(
          one.holds
            .map(({ organization, role }) => {
              const held = say(word("role", role, "zh-CN"), role);
              return org === undefined ? `${organization} ${held}` : held;
            })
            .join(say("、", ", ")),
          60,
        ),
      ]),
    },
    ...(found.length > most && {
      text: say(`……还有更多；--limit ${most}只列出前面的。`, `… and more; --limit ${most} shows the first of them.`),
    }),
  };
}

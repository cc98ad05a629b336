import type { LocalDate, Text } from "../../terms.ts";
import type { Deadline, Status } from "../duty.ts";
import { say } from "./fields.ts";

/** A deadline without the data on its publication, which `withSource` adds. */
export type DeadlineDraft = Omit<Deadline, "article" | "publication" | "address" | "readOn"> & {
  /** Day on which it was read, if it differs from that of its status. */
  readOn?: LocalDate;
};

const laws = say("国家法律法规数据库", "National database of laws and regulations");
const ministry = say("民政部网站", "Website of the Ministry of Civil Affairs");
const registrar = say("广州市社会组织管理局网站", "Website of the Guangzhou registrar");
const party = say("共产党员网", "Website of the party's members");
/** Web addresses of the publications. */
const addresses: readonly (readonly [place: Text, address: string])[] = [
  [laws, "https://flk.npc.gov.cn"],
  [ministry, "https://www.mca.gov.cn"],
  [registrar, "https://mzj.gz.gov.cn"],
  [party, "https://www.12371.cn"],
];
const dated = (place: Text, zh: string, en: string): Text => say(`${place.zh}，${zh}`, `${place.en}, ${en}`);

/** Publication and version of each text, by the beginning of its name. */
const publications: readonly (readonly [name: string, where: Text])[] = [
  ["《慈善法》", dated(laws, "2023年12月29日修正", "as amended on 29 December 2023")],
  ["《慈善组织公开募捐管理办法》", dated(ministry, "2024年公布", "issued in 2024")],
  ["《慈善组织信息公开办法》", dated(ministry, "2026年1月1日起施行", "in force from 1 January 2026")],
  ["《广州市慈善促进条例》", dated(laws, "2021年公布", "issued in 2021")],
  ["《社会团体登记管理条例》", dated(laws, "2016年2月6日修订", "as revised on 6 February 2016")],
  ["《民办非企业单位登记管理暂行条例》", dated(laws, "1998年10月25日公布", "issued on 25 October 1998")],
  ["《基金会管理条例》", dated(laws, "2004年3月8日公布", "issued on 8 March 2004")],
  ["穗社管规字", dated(registrar, "2022年3月17日印发", "issued on 17 March 2022")],
  ["《机关、团体、企业、事业单位消防安全管理规定》", dated(laws, "2001年11月14日公布", "issued on 14 November 2001")],
  ["《生产安全事故应急预案管理办法》", dated(laws, "2019年7月11日修正", "as amended on 11 July 2019")],
  ["《中国共产党支部工作条例（试行）》", dated(party, "2018年10月28日印发", "issued on 28 October 2018")],
  ["《民法典》", dated(laws, "2020年5月28日公布", "issued on 28 May 2020")],
];

/** Day on which the texts of a status were last read: the text itself (V), or where it is quoted (P). Recalled texts (R) were never read. */
const lastReading: Readonly<Record<Status, LocalDate | null>> = { V: "2026-11-24", P: "2026-11-30", R: null };

/** Adds the publication to a deadline. @throws {Error} the publication of its source is not listed */
export function withSource({ readOn, ...draft }: DeadlineDraft): Deadline {
  const [, publication] = publications.find(([name]) => draft.source.zh.startsWith(name)) ?? [];
  if (!publication)
    throw new Error(
      `deadline "${draft.name}": where "${draft.source.zh}" can be read is not said; expected its publication`,
    );
  const [, address = ""] = addresses.find(([place]) => publication.zh.startsWith(place.zh)) ?? [];
  const article = /第[一二三四五六七八九十百零]+条.*$/.exec(draft.source.zh)?.[0] ?? "";
  return { ...draft, article, publication, address, readOn: readOn ?? lastReading[draft.status] };
}

/** Publication of the guideline. */
export const guidelinePublication: Text = dated(registrar, "2022年12月7日印发", "issued on 7 December 2022");
export const guidelineAddress = "https://mzj.gz.gov.cn";

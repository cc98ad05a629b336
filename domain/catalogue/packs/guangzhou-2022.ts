import type { DutyPack } from "../duty.ts";
import { say } from "./fields.ts";
import { partyOrganization } from "./guangzhou-2022-party-organization.ts";
import { principles } from "./guangzhou-2022-principles.ts";
import { publicBenefit } from "./guangzhou-2022-public-benefit.ts";
import { secretariat } from "./guangzhou-2022-secretariat.ts";
import { supervisoryBoard } from "./guangzhou-2022-supervisory-board.ts";
import { support } from "./guangzhou-2022-support.ts";
import { tradeAndService } from "./guangzhou-2022-trade-and-service.ts";
import { guidelineAddress, guidelinePublication } from "./sources.ts";

/**
 * The guideline of 2022-12-07; its text is in `guideline-2022-12-07.zh.txt` beside this file.
 * It gives neither deadlines nor frequencies ("及时", "适时" only): every cadence is a default of this product, which an administrator may change. Duties
 * that recur only while something runs (43, 40a, 40b) have no cadence here; the case that the event starts has it. A cadence in the row would apply
 * to every organization.
 */
export const guangzhou2022: DutyPack = {
  name: "guangzhou-2022",
  source: say(
    "广州市社会组织管理局、广州市社会组织党委《关于做好社会组织落实疫情防控工作的指引（试行）》，2022年12月7日",
    "Guangzhou Social Organization Administration, guideline on social organizations' epidemic measures (trial), 7 December 2022",
  ),
  cited: say(
    "《关于做好社会组织落实疫情防控工作的指引（试行）》",
    "Guangzhou guideline on epidemic measures (trial, 2022)",
  ),
  // The full text is beside this file; a test compares each quote with it.
  text: { publication: guidelinePublication, address: guidelineAddress, readOn: "2026-11-24" },
  duties: [
    ...principles,
    ...partyOrganization,
    ...secretariat,
    ...supervisoryBoard,
    ...publicBenefit,
    ...tradeAndService,
    ...support,
  ],
};

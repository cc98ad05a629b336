import type { Command } from "commander";
import { nextDisclosure, readCampaign } from "../../domain/disclosure.ts";
import { formatYuan } from "../../domain/money.ts";
import { dateIn, timeIn } from "../../domain/zones.ts";
import { type CampaignRow, campaignsOf, disclosureLinesOf, organizationByCode } from "../../records/campaigns.ts";
import { campaignOf, endCampaign, endEmergency, startCampaign } from "../acts/campaigns.ts";
import { NotFound } from "../acts/context.ts";
import type { CliSession } from "./deps.ts";

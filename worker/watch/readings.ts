import { statfs } from "node:fs/promises";
import { connect as connectTls } from "node:tls";
import type { Client } from "@temporalio/client";
import {
  auditWrong,
  calendarWrong,
  certificateWrong,
  couriersWrong,
  diskWrong,
  gapsWrong,
  limits,
  type Readings,
  relayWrong,
  silent,
} from "../../domain/audit/watch.ts";
import type { Channel } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import type { Db } from "../../prisma/client.ts";
import { lastAudit } from "../../records/audit/audits.ts";
import { backlog } from "../../records/audit/notices.ts";
import { calendarOf } from "../../records/calendar-days.ts";
import { ping } from "../../records/health.ts";
import { nudgeLag } from "../../records/nudges.ts";

export interface Watched {
  db: Db;
  client: Client;
  now(): Date;
  /** Channels that have a transport; notices of others are not sent and not late. */
  available: readonly Channel[];
  /** A folder on the disk that holds the data. */
  home: string;
  publicUrl: string;
  /** The city's zone. */
  zone: string;
  /** When the program was started. */
  since: Date;
}

const answerMs = 5_000;

/** Reads the state of each part. Values that depend on an unresponsive part are left out. */
export async function readAll(watched: Watched): Promise<Readings> {
  const { db, client, home, publicUrl, since } = watched;
  const now = watched.now();
  const [database, engine] = await Promise.all([answers(ping(db)), engineAnswers(client)]);
  const inDatabase = database ? await readDatabase(watched, now).catch(() => null) : null;
  const disk = await statfs(home).catch(() => null);
  const certificate = publicUrl.startsWith("https:") ? await certificateUntil(publicUrl) : undefined;
  return {
    database: database ? null : silent,
    engine: engine ? null : silent,
    ...(inDatabase && {
      relay: relayWrong(inDatabase.lag.oldest, inDatabase.lag.count, now),
      couriers: couriersWrong(inDatabase.late.oldest, inDatabase.late.count, now),
      audit: auditWrong(inDatabase.audit?.at ?? null, since, now),
      gaps: gapsWrong(inDatabase.audit?.leftOpen ?? 0),
      calendar: calendarWrong(inDatabase.calendar.announced, dateIn(now, watched.zone)),
    }),
    ...(disk && { disk: diskWrong(disk.bavail * disk.bsize, disk.blocks * disk.bsize) }),
    ...(certificate !== undefined && { certificate: certificateWrong(certificate, now) }),
  };
}

async function readDatabase({ db, available }: Watched, now: Date) {
  return {
    lag: await nudgeLag(db),
    late: await backlog(db, new Date(now.getTime() - limits.backlogMs), available),
    audit: await lastAudit(db),
    calendar: await calendarOf(db),
  };
}

export const engineAnswers = (client: Client): Promise<boolean> =>
  answers(client.connection.ensureConnected().then(() => client.workflowService.getSystemInfo({})));

/** Expiry of the TLS certificate of an address; null: unreadable. */
function certificateUntil(url: string): Promise<Date | null> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    // The certificate is read even if it is not trusted, to report its remaining days.
    const socket = connectTls({
      host: hostname,
      port: Number(port || 443),
      servername: hostname,
      rejectUnauthorized: false,
    });
    const end = (until: Date | null): void => {
      socket.destroy();
      resolve(until);
    };
    socket.setTimeout(answerMs, () => end(null));
    socket.once("error", () => end(null));
    socket.once("secureConnect", () => {
      const { valid_to: until } = socket.getPeerCertificate();
      end(until ? new Date(until) : null);
    });
  });
}

export async function answers(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), answerMs);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

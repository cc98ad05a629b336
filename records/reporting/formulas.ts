import { defaultFormula, type Formula, type FormulaSetting } from "../../domain/reporting/formula.ts";
import type { Statements, Tx } from "../../prisma/client.ts";
import { newId } from "../rows.ts";

/** Every formula that was set, newest first; the default comes last. */
export async function formulas(tx: Statements): Promise<FormulaSetting[]> {
  const rows = await tx.$queryRaw<FormulaSetting[]>`
    select formula, because, set_by as "setBy", set_at as "setAt" from report_formula order by place desc`;
  const first: FormulaSetting = { formula: defaultFormula, because: "", setBy: "system", setAt: null };
  return [...rows.map((row) => ({ ...row, formula: { ...defaultFormula, ...row.formula } })), first];
}

/** Locked until commit: a transaction that changes the formula reads it after this. */
export async function lockFormula(tx: Tx): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('duban.report-formula'))`;
}

export async function insertFormula(
  tx: Tx,
  { formula, because, setBy, setAt }: { formula: Formula; because: string; setBy: string; setAt: Date },
): Promise<void> {
  await tx.$executeRaw`
    insert into report_formula (id, formula, because, set_by, set_at)
    values (${newId()}, ${JSON.stringify(formula)}::jsonb, ${because}, ${setBy}, ${setAt})`;
}

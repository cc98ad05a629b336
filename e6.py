import re
p='domain/reasons/expected-forms.ts'
s=open(p).read()
s=s.replace('({ row, column, name }: { row: number; column: string; name: string })','({ firstRow, firstColumn, name }: First & { name: string })')
s=s.replace('({ row, column, phone, of }: { row: number; column: string; phone: string; of: string })','({ firstRow, firstColumn, phone, of }: First & { phone: string; of: string })')
s=s.replace('"code-once": ({ row }: { row: number })','"code-once": ({ firstRow }: Pick<First, "firstRow">)').replace('"key-once": ({ row }: { row: number })','"key-once": ({ firstRow }: Pick<First, "firstRow">)')
s=s.replace('第${row}行“${column}”列','第${firstRow}行“${firstColumn}”列').replace('row ${row}, column ${column}','row ${firstRow}, column ${firstColumn}').replace('第${row}行已','第${firstRow}行已').replace('row ${row} has','row ${firstRow} has')
s=s.replace('/** What was expected of a cell','/** The cell that came first, where two contradict each other. */\ninterface First {\n  firstRow: number;\n  firstColumn: string;\n}\n\n/** What was expected of a cell',1)
assert '${row}' not in s
open(p,'w').write(s)
p='domain/roster/roster.ts'
s=open(p).read()
s=s.replace('interface CellPlace {\n  row: number;\n  column: string;\n}','/** Where somebody was named first. */\ninterface CellPlace {\n  firstRow: number;\n  firstColumn: string;\n}').replace('const at = { row, column };','const at = { firstRow: row, firstColumn: column };').replace('expected("code-once", { row: first })','expected("code-once", { firstRow: first })')
open(p,'w').write(s)
p='domain/donations/donation-sheet.ts'
s=open(p).read()
s=s.replace('expected("key-once", { row: before })','expected("key-once", { firstRow: before })');open(p,'w').write(s)
p='domain/reasons/index.ts'
s=open(p).read()
s=s.replace('/** What a value was expected to be. */\nexport type Expectation','/** What a value was expected to be; its values have other names than those of {@link Unusable}, beside which they stand. */\nexport type Expectation')
open(p,'w').write(s)
p='test/domain/reasons/reasons.test.ts'
s=open(p).read()
s=s.replace('  fields: ["name", "email"],','  fields: ["name", "email"],\n  firstColumn: "head",\n  firstRow: 3,')
s=re.sub(r'  const given = \{.*?const told','  const told',s,flags=re.S).replace('new Proxy(bag, {','new Proxy({ ...values, ...own[reason] }, {').replace(' && name !== "row"','')
s=s.replace('  row: 3,\n','  row: undefined,\n')
s=s.replace('  "whole-number": {','  "cells-as-header": { row: 3 },\n  "code-once": { row: 3, firstRow: 2 },\n  "whole-number": {')
open(p,'w').write(s)
p='test/cli/commands/hazard.test.ts'
s=open(p).read(); s=s.replace('stringContaining("paused there")','stringContaining("duty 20 is paused for")');open(p,'w').write(s)
p='test/cli/commands/org.test.ts'
s=open(p).read()
a='        { reason: "one-of", values: { place: "type", value: "CHE" } },\n'; b='        { reason: "yes-or-no", values: { row: 2, place: "party", value: "maybe" } },\n'
assert a+b in s
s=s.replace(a+b,b+a);open(p,'w').write(s)
p='test/cli/sheets/sheet.test.ts'
s=open(p).read()
s=s.replace('await expect(speaking("zh-CN", () => sheetAt(join(folder, "none.csv")))).rejects.toThrow("无法读取（ENOENT）");','''const missing = { reason: "file-unreadable", values: { code: "ENOENT", kind: "sheet" } };
    await expect(sheetAt(join(folder, "none.csv"))).rejects.toMatchObject(missing);''')
open(p,'w').write(s)
p='test/client/kinds/donation.test.ts'
s=open(p).read()
s=s.replace('''    await expect(refused).rejects.toMatchObject({
      problems: [
        'row 4''','''    expect(await refused.catch((error: BadInputError) => error.problems)).toEqual([
        'row 4''').replace('''expected a key of its own (row 2 has it)',
      ],
    });''','''expected a key of its own (row 2 has it)',
      ]);''')
if 'BadInputError' not in s.split('describe(')[0]: s='import type { BadInputError } from "../../../domain/errors.ts";\n'+s
open(p,'w').write(s)

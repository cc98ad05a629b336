import ExcelJS from "exceljs";

/** Makes an XLSX file with a sheet, followed by a second one that the program ignores. */
export async function workbook(rows: readonly (readonly unknown[])[], format?: string): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet("表");
  for (const cells of rows) sheet.addRow([...cells]);
  if (format !== undefined)
    sheet.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.value instanceof Date) cell.numFmt = format;
      }),
    );
  book.addWorksheet("其他").addRow(["不读"]);
  return Buffer.from(await book.xlsx.writeBuffer());
}

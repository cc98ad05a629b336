import sharp from "sharp";

/** A grey JPEG of two by two pixels. */
const dot = Buffer.from(
  "/9j/2wBDABsbGxscGx4hIR4qLSgtKj04MzM4PV1CR0JHQl2NWGdYWGdYjX2Xe3N7l33gsJycsOD/2c7Z////////////////2wBDARsbGxscGx4hIR4qLSgtKj04MzM4PV1CR0JHQl2NWGdYWGdYjX2Xe3N7l33gsJycsOD/2c7Z////////////////wgARCAACAAIDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/xAAUAQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIQAxAAAACgf//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAT8Af//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Af//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Af//Z",
  "base64",
);

/** A photo whose last line is its name, so that no two photos are the same. */
export const photo = (name: string): Buffer => Buffer.concat([dot, Buffer.from(`\n${name}`)]);
/** The name that {@link photo} wrote. */
export const photoIn = (text: string): string => text.split("\n").at(-1) ?? "";

/** A photo as a form uploads it. */
export const photoFile = (name: string): File => new File([new Uint8Array(photo(name))], name, { type: "image/jpeg" });

/** A photo of a given size, with GPS coordinates in its metadata, as phones write them. */
export async function photoWithPlace(width: number, height: number): Promise<Buffer> {
  const exif = {
    IFD0: { Make: "Canary", Model: "Canary Phone" },
    IFD3: { GPSLatitudeRef: "N", GPSLatitude: "23/1 7/1 1/1" },
  };
  return sharp({ create: { width, height, channels: 3, background: "#7a9" } })
    .jpeg()
    .withExif(exif)
    .toBuffer();
}

/* The photo, smaller where it is large; as it was where the browser cannot draw it. */

const LONGEST_SIDE = 1600;
const SMALL_ENOUGH = 400e3;

export async function smaller(file) {
  if (file.size <= SMALL_ENOUGH) return file;
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    const share = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * share);
    canvas.height = Math.round(picture.height * share);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const drawn = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return drawn && drawn.size < file.size ? new File([drawn], file.name, { type: drawn.type }) : file;
  } catch {
    return file;
  } finally {
    URL.revokeObjectURL(picture.src);
  }
}

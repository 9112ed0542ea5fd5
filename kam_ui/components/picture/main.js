// A picture to look at, to hold down on a phone, and to save. It is drawn again only when its data change.
export default function ({ data, parentElement }) {
  const image = parentElement.querySelector("img")
  const save = parentElement.querySelector(".save")
  parentElement.querySelector("p").textContent = data.words.hint
  save.textContent = data.words.save
  image.alt = data.words.alt + ": " + data.sentence
  const said = JSON.stringify(data)
  if (image.said === said) return
  image.said = said
  card(data).then((canvas) => canvas.toBlob((blob) => {
    if (!blob || image.said !== said) return
    if (image.src) URL.revokeObjectURL(image.src)
    image.src = URL.createObjectURL(blob)
    save.href = image.src
    save.download = data.file
  }, "image/png"))
}

// Opens an EPUB in foliate-js in a headless Chromium, clicks every note reference, reads what pops up, goes to the note
// itself and clicks its link back to the text. Prints in reading order, as JSON:
//   node notes.js BOOK.epub CHROMIUM
// [{ "call": "1", "type": "footnote", "paragraphs": ["1. …"], "back": true }, …]; `back`: the call is on the screen again.

import { reading } from './reader.js'

// Runs in the browser.
const popUps = async () => {
    await import('/view.js')
    const { FootnoteHandler } = await import('/footnotes.js')
    const view = document.createElement('foliate-view')
    document.body.append(view)
    await view.open('/book.epub')

    const handler = new FootnoteHandler()
    handler.detectFootnotes = false
    view.addEventListener('link', event => handler.handle(view.book, event))
    handler.addEventListener('before-render', event => document.body.append(event.detail.view))

    const within = (name, promise) => Promise.race([promise,
        new Promise((_, reject) => setTimeout(() => reject(new Error(name)), 5000))])

    const popUp = call => within(`nothing pops up for call ${call.textContent}`, new Promise(resolve => {
        handler.addEventListener('render', ({ detail }) => {
            const { doc } = detail.view.renderer.getContents()[0]
            const body = doc.body.cloneNode(true)
            body.querySelectorAll('a[role~="doc-noteref"]').forEach(inner => inner.remove())
            const paragraphs = Array.from(body.querySelectorAll('p, h1, h2, h3'), p => p.textContent)
            resolve({ call: call.textContent, type: detail.type, paragraphs })
        }, { once: true })
        call.click()
    }))

    const comeBack = async (index, number) => {
        const { doc } = view.renderer.getContents()[0]
        const call = Array.from(doc.querySelectorAll('a[role~="doc-noteref"]')).find(one => one.textContent === number)
        const note = doc.getElementById(call.getAttribute('href').slice(1))
        await view.renderer.goTo({ index, anchor: note })
        const arrived = new Promise(resolve => view.history.addEventListener('index-change', resolve, { once: true }))
        note.querySelector('a[role~="doc-backlink"]').click()
        await within(`no way back from note ${number}`, arrived)
        return view.lastLocation.range.intersectsNode(call)
    }

    const found = []
    for (const index of view.book.sections.keys()) {
        await view.renderer.goTo({ index })
        const { doc } = view.renderer.getContents()[0]
        const calls = Array.from(doc.querySelectorAll('a[role~="doc-noteref"]'))
        for (const call of calls) found.push(await popUp(call))
        for (const one of found.slice(found.length - calls.length)) one.back = await comeBack(index, one.call)
    }
    return found
}

const [book, chromium] = process.argv.slice(2)
const found = await reading(book, chromium, async (browser, address) => {
    const page = await browser.newPage()
    const failures = []
    page.on('pageerror', error => failures.push(error.message))
    await page.goto(address)
    const read = await page.evaluate(popUps)
    if (failures.length) throw new Error(failures.join('\n'))
    return read
})
console.log(JSON.stringify(found))

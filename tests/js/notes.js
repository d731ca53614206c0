// Opens an EPUB in foliate-js in a headless Chromium, clicks every note reference, and prints what pops up as JSON:
//   node notes.js BOOK.epub CHROMIUM
// [{ "call": "1", "type": "footnote", "paragraphs": ["1. …"] }, …] in reading order.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const READER = dirname(fileURLToPath(import.meta.resolve('foliate-js/view.js')))
const TYPES = { '.js': 'text/javascript', '.json': 'application/json' }
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
    '--disable-default-apps', '--disable-sync', '--no-first-run']

const serve = book => createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body)
    if (path === '/') return send('text/html', '<!DOCTYPE html><meta charset="utf-8"><title>Notes</title><body>')
    try {
        if (path === '/book.epub') send('application/epub+zip', await readFile(book))
        else send(TYPES[extname(path)] ?? 'application/octet-stream', await readFile(join(READER, path)))
    } catch {
        response.writeHead(404).end()
    }
})

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

    const popUp = call => new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`nothing pops up for call ${call.textContent}`)), 5000)
        handler.addEventListener('render', ({ detail }) => {
            clearTimeout(late)
            const { doc } = detail.view.renderer.getContents()[0]
            const body = doc.body.cloneNode(true)
            body.querySelectorAll('a[role~="doc-noteref"]').forEach(inner => inner.remove())
            const paragraphs = Array.from(body.querySelectorAll('p, h1, h2, h3'), p => p.textContent)
            resolve({ call: call.textContent, type: detail.type, paragraphs })
        }, { once: true })
        call.click()
    })

    const found = []
    for (const index of view.book.sections.keys()) {
        await view.renderer.goTo({ index })
        const { doc } = view.renderer.getContents()[0]
        const calls = doc.querySelectorAll('a[role~="doc-noteref"]')
        for (const call of calls) found.push(await popUp(call))
    }
    return found
}

const [book, executablePath] = process.argv.slice(2)
const server = serve(book)
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
const browser = await chromium.launch({ executablePath, args: FLAGS })
try {
    const page = await browser.newPage()
    const failures = []
    page.on('pageerror', error => failures.push(error.message))
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    const found = await page.evaluate(popUps)
    if (failures.length) throw new Error(failures.join('\n'))
    console.log(JSON.stringify(found))
} finally {
    await browser.close()
    server.close()
}

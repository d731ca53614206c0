// What the scripts here share: foliate-js served to a headless Chromium, with the one book that is read.

import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const READER = dirname(fileURLToPath(import.meta.resolve('foliate-js/view.js')))
const TYPES = { '.js': 'text/javascript', '.json': 'application/json' }
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update',
    '--disable-default-apps', '--disable-sync', '--no-first-run']
const PAGE = '<!DOCTYPE html><meta charset="utf-8"><title>Reader</title><style>:root { color-scheme: light dark }'
    + 'body { margin: 0 } foliate-view { display: block; height: 100vh }</style><body>'

const serve = book => createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname))
    const send = (type, body) => response.writeHead(200, { 'content-type': type }).end(body)
    if (path === '/') return send('text/html', PAGE)
    try {
        if (path === '/book.epub') send('application/epub+zip', await readFile(book))
        else send(TYPES[extname(path)] ?? 'application/octet-stream', await readFile(join(READER, path)))
    } catch {
        response.writeHead(404).end()
    }
})

// Gives `use` the browser and the address of the reader; any error in a page that `use` watches fails the whole.
export const reading = async (book, executablePath, use) => {
    const server = serve(book)
    await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
    const browser = await chromium.launch({ executablePath, args: FLAGS })
    try {
        return await use(browser, `http://127.0.0.1:${server.address().port}/`)
    } finally {
        await browser.close()
        server.close()
    }
}

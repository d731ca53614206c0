// Pictures of an EPUB in foliate-js, to be looked at: on a phone and on a tablet, in the light and in the dark.
//   node shots.js BOOK.epub CHROMIUM FOLDER [SECTION …]
// A section is a number from 0 in the spine, or `N+F` for the screen after a fraction F of it. Without any: all, from the top.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { reading } from './reader.js'

const SIZES = { phone: { width: 390, height: 780 }, tablet: { width: 820, height: 1100 } }

const [book, chromium, folder, ...wanted] = process.argv.slice(2)
await mkdir(folder, { recursive: true })
await reading(book, chromium, async (browser, address) => {
    for (const [size, viewport] of Object.entries(SIZES)) for (const colorScheme of ['light', 'dark']) {
        const page = await browser.newPage({ viewport, colorScheme })
        await page.goto(address)
        const count = await page.evaluate(async () => {
            await import('/view.js')
            const view = document.createElement('foliate-view')
            document.body.append(view)
            await view.open('/book.epub')
            globalThis.view = view
            return view.book.sections.length
        })
        for (const place of wanted.length ? wanted : Array.from({ length: count }, (_, n) => `${n}`)) {
            const [index, fraction] = place.split('+').map(Number)
            await page.evaluate(([at, part]) => globalThis.view.renderer.goTo({ index: at, anchor: part }),
                [index, fraction ?? 0])
            await page.screenshot({ path: join(folder, `${size}-${colorScheme}-${place}.png`) })
        }
        await page.close()
    }
})

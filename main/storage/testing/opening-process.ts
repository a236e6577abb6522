import { migrations } from '../migrations/all.ts'
import { openForWriting } from '../open.ts'

/** Opens a database, which brings its schema up to date, and closes it. */
openForWriting(process.argv[2] ?? '', migrations).sql.close()

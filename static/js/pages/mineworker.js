/** The service worker's entry: the server's own lines start it with the files of this version. */
import { startWorker } from "../phone/worker.js";

self.startWorker = startWorker;

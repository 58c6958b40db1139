import type { Bridge } from '../bridge';
import type {
  AddServerParams,
  Download,
  DownloadOffer,
  ModelInfo,
  ServerInfo,
  SuggestedModel,
} from '../generated/protocol';
import { refuse } from './engine';
import { ownModel, starterSeen } from './samples';
import type { Scenario } from './scenarios';

/** Bytes that come in a tick, so that a download takes some seconds, or none to speak of. */
const TICK_MS = 100;
const TICKS = { usual: 80, quick: 4 };

type ShelfPart = Pick<
  Bridge,
  | 'listModels'
  | 'importModel'
  | 'useModel'
  | 'testModel'
  | 'removeModel'
  | 'shelfView'
  | 'subscribeDownloads'
  | 'lookUpModel'
  | 'startDownload'
  | 'stopDownload'
  | 'discardDownload'
  | 'findServers'
  | 'serverModels'
  | 'addServer'
  | 'changeServer'
>;

const offerOf = (id: string, bytes: number): DownloadOffer => ({
  id,
  file: `${id.replace(/^.*\//, '').replace(/:.*$/, '').toLowerCase()}-q4_k_m.gguf`,
  host: 'huggingface.co',
  bytes,
  memory: bytes * 1.25,
  fit: bytes > 1e10 ? 'tight' : 'fits',
  licence: 'apache-2.0',
  maySell: true,
});

/** A pretend shelf: models, servers and downloads in memory. */
export function pretendShelf(world: Scenario, pace: 'still' | 'quick' | 'usual'): ShelfPart {
  let listener: (downloads: Download[]) => void = () => {};
  const tell = () => listener([...world.downloads]);
  const change = (id: string, to: Partial<Download>) => {
    world.downloads = world.downloads.map((each) => (each.offer.id === id ? { ...each, ...to } : each));
    tell();
  };

  function tick() {
    if (pace === 'still') return;
    for (const { offer, done, going } of world.downloads) {
      if (!going) continue;
      const now = done + offer.bytes / TICKS[pace];
      if (now < offer.bytes) {
        const secondsLeft = Math.ceil(((offer.bytes - now) / offer.bytes) * (TICKS[pace] * TICK_MS) * 1e-3);
        change(offer.id, { done: now, secondsLeft });
      } else {
        const { bytes, memory, fit, licence, maySell, id, file } = offer;
        const hub = id.replace(/:.*$/, '');
        const name = file.replace('-q4_k_m.gguf', '');
        const made = { ...ownModel, bytes, memory, fit, licence, maySell, hub, seen: null };
        world.models = [...world.models, { ...made, id: name, name }];
        world.downloads = world.downloads.filter((each) => each.offer.id !== id);
        tell();
      }
    }
  }
  setInterval(tick, TICK_MS);

  function checked(params: AddServerParams) {
    if (!/^https?:\/\/./.test(params.url)) {
      throw refuse('bad_option', 'The address of a server begins with https:// or http://.');
    }
    const here = /^http:\/\/(localhost|127\.)/.test(params.url);
    if (params.url.startsWith('http:') && !here && !params.allowPlainHttp) {
      throw refuse(
        'plain_http',
        'This server is on another computer and its address is not encrypted: everybody on the way can read your notes and the key. Use https://, or say that you allow it for this server.',
      );
    }
    return here;
  }

  return {
    listModels: async () => [...world.models],
    async importModel() {
      if (world.models.some((model) => model.id === ownModel.id)) return null;
      world.models = [...world.models, ownModel];
      return ownModel;
    },
    async useModel(id) {
      world.models = world.models.map((model) => ({ ...model, isDefault: model.id === id }));
    },
    testModel: async () => ({
      text: 'The lamp was lit before the boats came in. Nobody saw who had done it.',
      computedBy: null,
      ...starterSeen,
    }),
    async removeModel(id) {
      world.models = world.models.filter((model) => model.id !== id);
      world.servers = world.servers.filter((server) => server.id !== id);
    },
    shelfView: async () => ({
      computer: { memory: 16e9, cores: 8 },
      servers: [...world.servers],
      suggested: SUGGESTED.filter(
        ({ id }) =>
          !world.downloads.some((each) => each.offer.id === id) &&
          !world.models.some((model) => model.hub !== null && id.startsWith(model.hub)),
      ),
      host: 'huggingface.co',
    }),

    async subscribeDownloads(onChange) {
      listener = onChange;
      tell();
      return () => (listener = () => {});
    },
    async lookUpModel(wanted) {
      if (!/^[\w.-]+\/[\w.-]+(:[\w.-]+)?$/.test(wanted.trim())) {
        throw refuse(
          'bad_option',
          'A model on the hub is called owner/name, or owner/name:q4_k_m for one of its files.',
        );
      }
      return offerOf(wanted.trim(), 2_500_000_000);
    },
    async startDownload(wanted) {
      if (world.downloads.some((each) => each.offer.id === wanted)) {
        change(wanted, { going: true, problem: null });
        return;
      }
      const bytes = SUGGESTED.find((each) => each.id === wanted)?.bytes ?? 2_500_000_000;
      const offer = offerOf(wanted, bytes);
      world.downloads = [
        ...world.downloads,
        { offer, done: 0, going: true, secondsLeft: null, problem: null },
      ];
      tell();
    },
    stopDownload: async (wanted) => change(wanted, { going: false, secondsLeft: null }),
    async discardDownload(wanted) {
      world.downloads = world.downloads.filter((each) => each.offer.id !== wanted);
      tell();
    },

    findServers: async () => [
      { url: 'http://localhost:11434/v1', vendor: 'Ollama', models: ['llama3.1:8b', 'qwen3:8b'] },
    ],
    async serverModels(params) {
      checked(params);
      return ['llama3.1:8b', 'qwen3:8b'];
    },
    async addServer(params) {
      const isHere = checked(params);
      const model = params.model ?? 'llama3.1:8b';
      const { atOnce, waitWhenDown, url } = params;
      const key: ServerInfo['key'] =
        params.keyEnv !== null
          ? { type: 'environment', name: params.keyEnv }
          : params.key !== null
            ? { type: 'keychain' }
            : null;
      const id = model.replace(/[^a-z0-9.]+/g, '-');
      const name = params.name ?? model;
      const added = serverModel(id, name);
      world.models = [...world.models.filter((each) => each.id !== id), added];
      world.servers = [
        ...world.servers.filter((each) => each.id !== id),
        { id, name, url, model, vendor: 'Ollama', key, isHere, atOnce: atOnce ?? 1, waitWhenDown },
      ];
      return added;
    },
    async changeServer({ id, name, atOnce, waitWhenDown, key, keyEnv }) {
      world.servers = world.servers.map((server) =>
        server.id === id
          ? {
              ...server,
              name: name || server.name,
              atOnce,
              waitWhenDown,
              key:
                keyEnv !== null
                  ? { type: 'environment', name: keyEnv }
                  : key !== null
                    ? { type: 'keychain' }
                    : server.key,
            }
          : server,
      );
      world.models = world.models.map((model) =>
        model.id === id ? { ...model, name: name || model.name } : model,
      );
      return world.models.find((model) => model.id === id) ?? serverModel(id, name);
    },
  };
}

export const serverModel = (id: string, name: string): ModelInfo => ({
  ...ownModel,
  id,
  name,
  origin: 'server',
  bytes: 0,
  memory: 0,
  fit: 'fits',
  licence: null,
  maySell: null,
  file: null,
  seen: null,
});

export const northernServer: ServerInfo = {
  id: 'llama3.1-8b',
  name: 'llama3.1:8b on studio.local',
  url: 'http://studio.local:11434/v1',
  model: 'llama3.1:8b',
  vendor: 'Ollama',
  key: { type: 'keychain' },
  isHere: false,
  atOnce: 4,
  waitWhenDown: true,
};

export const northernDownload: Download = {
  offer: offerOf('Qwen/Qwen3-4B-GGUF:q4_k_m', 2_500_000_000),
  done: 1_033_000_000,
  going: true,
  secondsLeft: 360,
  problem: null,
};

const SUGGESTED: SuggestedModel[] = [
  {
    id: 'HuggingFaceTB/SmolLM2-1.7B-Instruct-GGUF:q4_k_m',
    name: 'SmolLM2 1.7B Instruct',
    billions: 1.7,
    bytes: 1_060_000_000,
    memory: 1_700_000_000,
    fit: 'fits',
    licence: 'Apache-2.0',
    note: "The starter's big sister: quick, and freer with words.",
  },
  {
    id: 'bartowski/Mistral-Small-24B-Instruct-2501-GGUF:q4_k_m',
    name: 'Mistral Small 24B Instruct',
    billions: 23.6,
    bytes: 14_300_000_000,
    memory: 16_600_000_000,
    fit: 'tooBig',
    licence: 'Apache-2.0',
    note: 'For a computer with much memory and a graphics card.',
  },
];

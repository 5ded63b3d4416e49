#include "analyzer/facts/javascript_methods.h"

#include <unordered_set>

namespace krepis::analyzer {
namespace {

/// Of the standard library, of browsers, of Node's events, streams, requests and files, of test
/// frameworks and of what query builders and schemas chain.
constexpr std::string_view kCommonMethods =
    "UTC abort abs accept accepts add addEventListener addListener address after all allSettled "
    "anchor animate any append appendChild apply arrayBuffer assert assign at attachment back "
    "before bind blob blur body call calledWith cancel catch ceil charAt charCodeAt clear "
    "clearCookie click clone cloneNode close closest codePointAt compare compile concat connect "
    "constructor contains cookie copy copyWithin cork count create createElement createElementNS "
    "createTextNode debug decode decrypt default defer defineProperties defineProperty delete "
    "describe destroy difference digest dir disconnect dispatch dispatchEvent done download drain "
    "emit encode encrypt end endsWith enqueue entries equals error every exec exists exit expect "
    "extend fetch fill filter final finally find findIndex findLast findLastIndex first flat "
    "flatMap floor flush fn focus forEach formData format formatToParts forward freeze from "
    "fromEntries get getAll getAttribute getBoundingClientRect getComputedStyle getContext "
    "getDate getDay getElementById getElementsByClassName getElementsByTagName getFullYear "
    "getHeader getHours getItem getMilliseconds getMinutes getMonth getOwnPropertyNames "
    "getPrototypeOf getReader getSeconds getSelection getState getTime getTimezoneOffset "
    "getUTCDate getUTCFullYear getUTCHours getUTCMonth getUint16 getUint32 getUint8 getWriter go "
    "group groupCollapsed groupEnd has hasAttribute hasOwnProperty header headers hide includes "
    "indexOf info insertBefore intersection is isArray isPrototypeOf it item join json keys kill "
    "last lastIndexOf length limit listen listenerCount listeners localeCompare log map match "
    "matchAll matchMedia matches max merge min mkdir mock mockImplementation mockResolvedValue "
    "mockReturnValue namedItem next normalize now observe of off offset omit on once open "
    "optional orderBy padEnd padStart param parse parseAsync pause pick pipe pipeThrough pipeTo "
    "play pluck pop postMessage pow prepend prependListener preventDefault propertyIsEnumerable "
    "push pushState query querySelector querySelectorAll race random raw read readFile "
    "readFileSync readInt8 readUInt16BE readUInt16LE readUInt32BE readUInt32LE readUInt8 readdir "
    "redirect reduce reduceRight ref refine reject releaseLock reload remove removeAllListeners "
    "removeAttribute removeChild removeEventListener removeHeader removeItem removeListener "
    "rename render repeat replace replaceAll replaceChild replaceState replaceWith request "
    "requestAnimationFrame reset resolve resolves resume return returns reverse round route "
    "safeParse scrollBy scrollIntoView scrollTo seal search select send sendStatus set "
    "setAttribute setDate setEncoding setFullYear setHeader setHours setItem setKeepAlive "
    "setMaxListeners setMilliseconds setMinutes setMonth setNoDelay setSeconds setTime setTimeout "
    "setUTCHours setUint16 setUint32 setUint8 shift show showModal sign size skip slice some sort "
    "splice split spyOn sqrt start startsWith stat status stop stopImmediatePropagation "
    "stopPropagation stringify stub subarray submit subscribe substr substring table take "
    "takeRecords tee terminate test text then throw time timeEnd timeLog toBe toContain toDataURL "
    "toDateString toEqual toExponential toFixed toHaveBeenCalled toHaveBeenCalledWith "
    "toHaveLength toISOString toJSON toLocaleDateString toLocaleLowerCase toLocaleString "
    "toLocaleTimeString toLocaleUpperCase toLowerCase toMatch toPrecision toReversed toSorted "
    "toSpliced toString toThrow toUTCString toUpperCase toggle toggleAttribute trace transform "
    "trim trimEnd trimStart trunc type uncork union unlink unobserve unpipe unref unshift "
    "unsubscribe update use valueOf values vary verify wait warn where with write writeFile "
    "writeFileSync writeHead writeUInt16BE writeUInt32BE writeUInt8 ";

std::unordered_set<std::string_view> WordsOf(std::string_view text) {
  std::unordered_set<std::string_view> words;
  for (size_t start = 0, end; (end = text.find(' ', start)) != std::string_view::npos;
       start = end + 1) {
    words.insert(text.substr(start, end - start));
  }
  return words;
}

}  // namespace

bool IsCommonMethod(std::string_view name) {
  static const std::unordered_set<std::string_view> words = WordsOf(kCommonMethods);
  return words.contains(name);
}

}  // namespace krepis::analyzer

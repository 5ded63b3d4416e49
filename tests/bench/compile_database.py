"""The compile database of a tree that has been copied: its commands as they are for the copy."""
import json
import os
import shlex

PLACES = ("compile_commands.json", "build/compile_commands.json")


def place_of(path):
    """Below `path`, or None."""
    return next((place for place in PLACES if os.path.exists(os.path.join(path, place))), None)


def units_for_copy(path, tree):
    """Each file of `path` with each command once, by file; both absolute, and `tree` the copy. What they write is left out."""
    with open(os.path.join(path, place_of(path))) as file:
        entries = json.load(file)

    def copied(text):
        return text.replace(path + "/", tree + "/") if path + "/" in text else tree if text == path else text

    units = {}
    for entry in entries:
        spelled = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if not spelled.startswith(path + "/") or not os.path.exists(spelled):
            continue
        arguments = [copied(argument) for argument in entry.get("arguments") or shlex.split(entry["command"])]
        if "-o" in arguments:
            output = arguments.index("-o")
            del arguments[output:output + 2]
        unit = {"directory": copied(entry["directory"]), "file": copied(spelled), "arguments": arguments}
        units[(unit["file"], tuple(arguments))] = unit
    return [units[key] for key in sorted(units)]


def write(folder, units):
    """compile_commands.json in that folder; where it is."""
    os.makedirs(folder, exist_ok=True)
    database = os.path.join(folder, "compile_commands.json")
    with open(database, "w") as file:
        json.dump(units, file)
    return database

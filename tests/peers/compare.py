"""ci/peers: compares krepis with one peer on trees. Not called by itself."""
import argparse
import importlib
import sys

parser = argparse.ArgumentParser()
parser.add_argument('peer', choices=['cpp', 'rust', 'typescript'])
parser.add_argument('krepis')
parser.add_argument('trees', nargs='+')
parser.add_argument('--examples', type=int, default=5)
parser.add_argument('--time', type=int, metavar='RUNS')
parser.add_argument('--option', action='append', default=[])
arguments = parser.parse_args()
peer = importlib.import_module(arguments.peer)
options = dict(option.split('=', 1) for option in arguments.option)
if arguments.time:
    agreed = [peer.measure(arguments.krepis, tree, arguments.time) for tree in arguments.trees]
else:
    agreed = [peer.compare(arguments.krepis, tree, arguments.examples, **options) for tree in arguments.trees]
sys.exit(0 if all(agreed) else 1)

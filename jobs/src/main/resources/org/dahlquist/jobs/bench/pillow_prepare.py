"""Pillow's turn at preparing images: read, decode, scale to a shorter side, encode as JPEG, digest, write; one core.

rate: prints one line of JSON with images per second of all files, after a warm-up. samples: writes the scaled images as <n>.png and the files as <n>.jpg.
"""
import argparse
import hashlib
import io
import json
import os
import time

from PIL import Image

WARM_UP = 100

def prepared(path, args):
    image = Image.open(path)
    short = min(image.size)
    size = tuple(side * args.size // short for side in image.size)
    if args.draft:
        image.draft("RGB", size)
    scaled = image.convert("RGB").resize(size, Image.BILINEAR)
    out = io.BytesIO()
    scaled.save(out, "JPEG", quality=args.quality)
    return scaled, out.getvalue()


def rate(files, args):
    begin = time.perf_counter()
    while time.perf_counter() - begin < args.seconds / 2:
        written(files[:WARM_UP], args)
    begin = time.perf_counter()
    written(files, args)
    return len(files) / (time.perf_counter() - begin)


def written(files, args):
    digest = hashlib.sha256()
    with open(os.path.join(args.out, "pillow.bin"), "wb") as shard:
        for path in files:
            jpeg = prepared(path, args)[1]
            digest.update(jpeg)
            shard.write(jpeg)
    return digest.hexdigest()


def samples(files, args):
    for n, path in enumerate(files):
        scaled, jpeg = prepared(path, args)
        scaled.save(os.path.join(args.out, "%d.png" % n), compress_level=1)
        with open(os.path.join(args.out, "%d.jpg" % n), "wb") as file:
            file.write(jpeg)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["rate", "samples"])
    parser.add_argument("--files", help="a file with a path a line")
    parser.add_argument("--out")
    parser.add_argument("--size", type=int)
    parser.add_argument("--quality", type=int)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--draft", action="store_true")
    arguments = parser.parse_args()
    with open(arguments.files) as listing:
        paths = listing.read().splitlines()
    if arguments.what == "rate":
        print(json.dumps({"images_per_second": rate(paths, arguments)}))
    else:
        samples(paths, arguments)

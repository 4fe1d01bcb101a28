"""Pixels of images as Pillow decodes and scales them, at 16 x 16 points.

usage: pillow_samples.py SHARED_DATA > pillow-samples.tsv; made with Pillow 9.4.0 on libjpeg-turbo 2.1.5. Columns: file,
width, height, RGB of the points as hexadecimal digits; point (i, j) of row j is the pixel ((2i + 1) w div 32, (2j + 1) h
div 32). Odd images keep their size, transparency lies on white; the others are scaled to shorter side 256 with
Image.BILINEAR, which filters against aliasing.
"""
import sys
from pathlib import Path

from PIL import Image

POINTS = 16
SHORTER_SIDE = 256
SCALED = [
    "imagenet-mini/train/n02219486/n02219486_21998_ant.JPEG",
    "imagenet-mini/train/n02672831/n02672831_20_accordion.JPEG",
    "imagenet-mini/train/n03908618/n03908618_1180_pencil_box.JPEG",
    "imagenet-mini/val/n04023962/n04023962_punching_bag.JPEG",
]


def rgb(path):
    image = Image.open(path)
    if image.mode == "RGBA" or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def line(name, image):
    width, height = image.size
    points = [
        image.getpixel(((2 * i + 1) * width // (2 * POINTS), (2 * j + 1) * height // (2 * POINTS)))
        for j in range(POINTS)
        for i in range(POINTS)
    ]
    print(name, width, height, bytes(value for point in points for value in point).hex(), sep="\t")


data = Path(sys.argv[1])
for path in sorted((data / "odd-images").glob("*.*g")):
    try:
        line(f"odd-images/{path.name}", rgb(path))
    except (OSError, ValueError) as error:
        print(f"{path.name}: {error}", file=sys.stderr)
for name in SCALED:
    image = rgb(data / name)
    shorter = min(image.size)
    line(name, image.resize([side * SHORTER_SIDE // shorter for side in image.size], Image.BILINEAR))

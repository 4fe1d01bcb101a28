"""Training and inference throughput of one network in PyTorch on the CPU, on a fixed random batch.

Prints one line of JSON. No data is loaded, which favours PyTorch. Networks: zerosnet-N, preresnet-N, resnet-18.
"""
import argparse
import json
import resource
import statistics
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

A0, A1, A2, B0 = 1 / 3, 5 / 9, 1 / 9, 16 / 9


def conv(i, o, k, s):
    return nn.Conv2d(i, o, k, s, k // 2, bias=False)


class PreBlock(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.b1, self.c1, self.b2, self.c2 = nn.BatchNorm2d(i), conv(i, o, 3, s), nn.BatchNorm2d(o), conv(o, o, 3, 1)

    def forward(self, x):
        return self.c2(F.relu(self.b2(self.c1(F.relu(self.b1(x))))))


class SmallImageNet(nn.Module):
    """ZeroSNet where zero is set, else the pre-activation residual network of the same blocks."""

    def __init__(self, depth, zero):
        super().__init__()
        n, i, self.zero = (depth - 2) // 6, 16, zero
        self.stem, self.blocks, self.projections = conv(3, 16, 3, 1), nn.ModuleList(), nn.ModuleList()
        for o in (16, 32, 64):
            for _ in range(n):
                self.blocks.append(PreBlock(i, o, 1 if i == o else 2))
                count = 0 if i == o else 3 if zero else 1
                self.projections.append(nn.ModuleList(conv(i, o, 1, 2) for _ in range(count)))
                i = o
        self.norm, self.linear = nn.BatchNorm2d(64), nn.Linear(64, 10)

    def forward(self, x):
        x, last, llast = self.stem(x), None, None
        for n, (block, p) in enumerate(zip(self.blocks, self.projections)):
            branch = block(x)
            if len(p):
                x = p[0](x)
                if self.zero:
                    last, llast = p[1](last), p[2](llast)
            if self.zero and n >= 2:
                last, llast, x = x, last, B0 * branch + A0 * x + A1 * last + A2 * llast
            else:
                last, llast, x = x, last, branch + x
        return self.linear(F.relu(self.norm(x)).mean((2, 3)))


class PostBlock(nn.Module):
    def __init__(self, i, o, s):
        super().__init__()
        self.c1, self.b1, self.c2, self.b2 = conv(i, o, 3, s), nn.BatchNorm2d(o), conv(o, o, 3, 1), nn.BatchNorm2d(o)
        self.shortcut = nn.Sequential() if s == 1 else nn.Sequential(conv(i, o, 1, s), nn.BatchNorm2d(o))

    def forward(self, x):
        return F.relu(self.b2(self.c2(F.relu(self.b1(self.c1(x))))) + self.shortcut(x))


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        layers, i = [conv(3, 64, 3, 1), nn.BatchNorm2d(64), nn.ReLU()], 64
        for o in (64, 64, 128, 128, 256, 256, 512, 512):
            layers.append(PostBlock(i, o, 1 if i == o else 2))
            i = o
        self.body, self.linear = nn.Sequential(*layers), nn.Linear(512, 10)

    def forward(self, x):
        return self.linear(self.body(x).mean((2, 3)))


def build(name):
    family, _, depth = name.rpartition("-")
    if name == "resnet-18":
        return ResNet18()
    if family in ("zerosnet", "preresnet") and depth.isdigit() and int(depth) % 6 == 2 and int(depth) > 2:
        return SmallImageNet(int(depth), family == "zerosnet")
    raise ValueError("unknown network " + name)


def rate(work, batch, seconds):
    """Images per second: the median of single steps over a time, after half that time, two at least, to warm up."""
    calls, warm = 0, time.perf_counter() + seconds / 2
    while calls < 2 or time.perf_counter() < warm:
        work()
        calls += 1
    times, end = [], time.perf_counter() + seconds
    while len(times) < 2 or time.perf_counter() < end:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return batch / statistics.median(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--network", required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=128)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--channels-last", action="store_true")
    a = parser.parse_args()
    torch.set_num_threads(a.threads)
    torch.manual_seed(1)
    try:
        net = build(a.network)
    except ValueError as e:
        parser.error(str(e))
    x, y = torch.rand(a.batch, 3, 32, 32), torch.arange(a.batch) % 10
    if a.channels_last:
        net = net.to(memory_format=torch.channels_last)
        x = x.contiguous(memory_format=torch.channels_last)
    sgd = torch.optim.SGD(net.parameters(), 0.01, 0.9, weight_decay=5e-4)

    def step():
        sgd.zero_grad(set_to_none=True)
        F.cross_entropy(net(x), y).backward()
        sgd.step()

    train = rate(step, a.batch, a.seconds)
    net.eval()
    with torch.no_grad():
        infer = rate(lambda: net(x), a.batch, a.seconds / 2)
    print(json.dumps({
        "version": torch.__version__,
        "parameters": sum(p.numel() for p in net.parameters()),
        "train": train,
        "inference": infer,
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }))


if __name__ == "__main__":
    main()

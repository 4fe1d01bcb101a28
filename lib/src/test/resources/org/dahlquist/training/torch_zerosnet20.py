"""Losses of ZeroSNet-20 in PyTorch from weights and minibatches that a test has written.

usage: torch_zerosnet20.py FOLDER STEPS MINIBATCHES; FOLDER holds NAME.f32 for every parameter, images.f32
[m, n, 3, 32, 32] and labels.i32 [m, n]. Step s takes minibatch s mod m; SGD with rate .05, momentum .9, weight decay
5e-4. Prints a loss a line.
"""
import sys

import numpy as np
import torch
import torch.nn.functional as F

folder, steps = sys.argv[1], int(sys.argv[2])
torch.set_num_threads(1)
A0, A1, A2, B0 = 1 / 3, 5 / 9, 1 / 9, 16 / 9
params = {}


def load(name, *shape):
    params[name] = torch.tensor(np.fromfile(f"{folder}/{name}.f32", np.float32).reshape(shape), requires_grad=True)


def conv(name, x, o, k, s):
    if f"{name}_W" not in params:
        load(f"{name}_W", o, x.shape[1], k, k)
    return F.conv2d(x, params[f"{name}_W"], stride=s, padding=k // 2)


def norm(name, x):
    for key in ("gamma", "beta"):
        if f"{name}_{key}" not in params:
            load(f"{name}_{key}", x.shape[1])
    return F.relu(F.batch_norm(x, None, None, params[f"{name}_gamma"], params[f"{name}_beta"], training=True))


def forward(x):
    x, last, llast = conv("stem", x, 16, 3, 1), None, None
    for n in range(9):
        b, o = f"block{n}", 16 << (n // 3)
        s = 1 if x.shape[1] == o else 2
        f = conv(f"{b}.conv2", norm(f"{b}.norm2", conv(f"{b}.conv1", norm(f"{b}.norm1", x), o, 3, s)), o, 3, 1)
        if s == 2:
            x, last, llast = (conv(f"{b}.project.{w}", v, o, 1, 2) for w, v in (("x", x), ("last", last), ("llast", llast)))
        last, llast, x = x, last, x + f if n < 2 else B0 * f + A0 * x + A1 * last + A2 * llast
    pooled = norm("norm", x).mean((2, 3))
    if "output_W" not in params:
        load("output_W", 10, 64)
        load("output_b", 10)
    return F.linear(pooled, params["output_W"], params["output_b"])


labels = np.fromfile(f"{folder}/labels.i32", np.int32)
images = np.fromfile(f"{folder}/images.f32", np.float32).reshape(-1, 3, 32, 32)
count = int(sys.argv[3])
images = torch.tensor(images).reshape(count, -1, 3, 32, 32)
labels = torch.tensor(labels.astype(np.int64)).reshape(count, -1)
forward(images[0])
sgd = torch.optim.SGD(params.values(), 0.05, 0.9, weight_decay=5e-4)
for step in range(steps):
    loss = F.cross_entropy(forward(images[step % count]), labels[step % count])
    sgd.zero_grad()
    loss.backward()
    sgd.step()
    print(loss.item(), flush=True)

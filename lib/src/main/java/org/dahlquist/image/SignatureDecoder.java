package org.dahlquist.image;

import org.dahlquist.image.BadImageException.Reason;

/** Hands a file to the decoder of the format that its first bytes tell, whatever its name. */
final class SignatureDecoder implements ImageDecoder {
    private final ImageDecoder jpeg;
    private final ImageDecoder png = new PngDecoder();

    SignatureDecoder(ImageDecoder jpeg) {
        this.jpeg = jpeg;
    }

    @Override
    public RgbImage decode(byte[] file, DecodeOptions options) throws BadImageException {
        return switch (format(file)) {
            case JPEG -> jpeg.decode(file, options);
            case PNG -> png.decode(file, options);
            case GIF, BMP, WEBP, TIFF_LITTLE_ENDIAN, TIFF_BIG_ENDIAN ->
                throw new BadImageException(
                        Reason.UNSUPPORTED, "is a %s file, but only JPEG and PNG are read", format(file));
        };
    }

    private static FileSignature format(byte[] file) throws BadImageException {
        if (file.length == 0) {
            throw new BadImageException(Reason.EMPTY, "is empty");
        }
        return FileSignature.of(file)
                .orElseThrow(() -> new BadImageException(
                        Reason.NOT_AN_IMAGE, "begins with byte %02X and like no image format", file[0]));
    }

    @Override
    public void close() {
        jpeg.close();
        png.close();
    }
}

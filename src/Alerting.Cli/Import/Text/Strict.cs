using System.Text;

namespace Alerting.Cli.Import.Text;

/// <summary>Encodings that refuse bytes without a meaning: these must not become names of towns that nobody knows.</summary>
internal static class Strict
{
    public static Encoding Utf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Encoding Utf16 { get; } = new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);

    public static Encoding Utf16BigEndian { get; } = new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    /// <summary>An encoding by one of its names, such as windows-1256; null when there is none.</summary>
    public static Encoding? Named(string name)
    {
        try
        {
            var (encoder, decoder) = (EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            return CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder) ?? Encoding.GetEncoding(name, encoder, decoder);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}

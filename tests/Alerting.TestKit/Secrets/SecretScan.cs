using System.Text;
using Xunit;

namespace Alerting.TestKit;

/// <summary>Looks for secrets where none may be.</summary>
public static class SecretScan
{
    /// <summary>Asserts that there are files, and that none of them, in whatever folder, shows any of the secrets.</summary>
    public static void AssertNoneIn(string directory, params string[] secrets) => AssertNoneInFiles(
        Directory.GetFiles(directory, "*", SearchOption.AllDirectories), secrets);

    /// <summary>Asserts that there are files, and that none of them shows any of the secrets.</summary>
    public static void AssertNoneInFiles(IReadOnlyCollection<string> files, IEnumerable<string> secrets)
    {
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            AssertNoneInText(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file, secrets);
        }
    }

    /// <summary>Asserts that a text shows none of the secrets.</summary>
    /// <param name="where">What the text is, for the message.</param>
    public static void AssertNoneInText(string text, string where, IEnumerable<string> secrets)
    {
        foreach (var secret in secrets)
        {
            var at = text.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? "" : $"{where} shows a secret: ...{text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 80)]}");
        }
    }
}

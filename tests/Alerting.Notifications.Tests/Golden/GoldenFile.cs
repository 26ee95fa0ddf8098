using System.Text.Encodings.Web;
using System.Text.Json;
using Xunit;

namespace Alerting.Notifications.Tests.Golden;

/// <summary>
/// Texts that are kept as they are to be. Where that is meant to change, they are written anew with <c>ALERTING_GOLDEN=write</c> and
/// looked at.
/// </summary>
internal static class GoldenFile
{
    /// <summary>JSON as people read it.</summary>
    public static readonly JsonSerializerOptions Indented =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    private static bool IsWritten => Environment.GetEnvironmentVariable("ALERTING_GOLDEN") == "write";

    /// <summary>A file among those of the tests.</summary>
    public static Task CheckAsync(string name, string actual) =>
        CheckAtAsync(Repository.PathOf("tests", "Alerting.Notifications.Tests", "Golden", "Files", name), actual);

    public static async Task CheckAtAsync(string file, string actual)
    {
        var text = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (IsWritten)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        Assert.True(File.Exists(file), $"There is no {file}.");
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), text);
    }
}

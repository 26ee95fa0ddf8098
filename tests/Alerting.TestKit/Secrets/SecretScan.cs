using System.Text;
using Xunit;

namespace Alerting.TestKit;

/// <summary>Looks for secrets where none may be.</summary>
public static class SecretScan
{
    /// <summary>Asserts that there are files, and that none of them, in whatever folder, shows any of the secrets.</summary>
    public static void AssertNoneIn(string directory, params string[] secrets)
    {
        var files = Directory.GetFiles(directory, "*", SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var content = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, content, StringComparison.Ordinal));
        }
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Alerting.Cluster.Tests.Upgrade;

/// <summary>What an earlier version of the server had stored, and what it answered about that.</summary>
internal sealed class Fixture(string name)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    private readonly string _archive = Path.Combine(Folder, name + ".tar.gz");
    private readonly string _answers = Path.Combine(Folder, name + ".json.gz");

    /// <summary>Where fixtures are read from; a recording says where it is to write them.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("ALERTING_RECORD_TO") ?? Path.Combine(AppContext.BaseDirectory, "Upgrade", "Fixtures");

    /// <summary>Unpacks the data.</summary>
    public async Task UnpackAsync(string directory)
    {
        await using var file = File.OpenRead(_archive);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await TarFile.ExtractToDirectoryAsync(unzipped, directory, overwriteFiles: false);
    }

    public async Task<Recording> ReadAsync()
    {
        await using var file = File.OpenRead(_answers);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        return (await JsonSerializer.DeserializeAsync<Recording>(unzipped))!;
    }

    public async Task WriteAsync(string directory, Recording recording)
    {
        await using (var file = File.Create(_archive))
        {
            await using var zipped = new GZipStream(file, CompressionLevel.SmallestSize);
            await TarFile.CreateFromDirectoryAsync(directory, zipped, includeBaseDirectory: false);
        }

        await using var answers = File.Create(_answers);
        await using var compressed = new GZipStream(answers, CompressionLevel.SmallestSize);
        await JsonSerializer.SerializeAsync(compressed, recording, s_indented);
    }
}

/// <param name="At">When it was asked; a server with its clock set to it answers the same figures.</param>
/// <param name="Answers">By path, see <see cref="Upgrade.Answers"/>.</param>
/// <param name="Deliveries">Of the subscription <c>desk</c>, see <see cref="Answers.DeliveriesAsync"/>.</param>
internal sealed record Recording(DateTimeOffset At, SortedDictionary<string, JsonNode> Answers, List<string> Deliveries);

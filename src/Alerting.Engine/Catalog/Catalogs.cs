using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Alerting.Engine.Kinds;
using Alerting.Engine.Regions;
using Alerting.Kinds;
using Alerting.Regions;
using Alerting.Reports;

namespace Alerting.Engine.Catalog;

/// <summary>
/// The regions and kinds there are: those shipped with the product and those of a file of the operator's,
/// <c>{"regions":[{"code","name","parent"}],"kinds":[{"kind","family","weight"}]}</c>. Every process of a cluster must
/// be given the same, and what has been reported in must stay.
/// </summary>
public sealed record Catalogs(RegionCatalog Regions, KindCatalog Kinds)
{
    private const int MaxCodeLength = 64;
    private const int MaxNameLength = 200;

    private static readonly SearchValues<char> s_code =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static Catalogs Shipped { get; } = new(RegionCatalog.Iso, KindCatalog.Shipped);

    /// <param name="path">File of further regions and kinds; null or empty: those shipped are all.</param>
    /// <param name="open">Opens a file.</param>
    /// <exception cref="CatalogFileException">The file cannot be read, or does not fit together with what is shipped.</exception>
    public static Catalogs Load(string? path, Func<string, Stream> open)
    {
        if (string.IsNullOrEmpty(path))
        {
            return Shipped;
        }

        try
        {
            using var stream = open(path);
            var file = JsonSerializer.Deserialize(stream, CatalogJson.Default.CatalogFile)
                ?? throw new JsonException("An object is expected.");
            return Shipped.With(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            var place = exception is JsonException { Path: { } at } && !exception.Message.Contains(at, StringComparison.Ordinal)
                ? $" ({at})"
                : "";
            throw new CatalogFileException($"The catalogue '{path}' cannot be used: {exception.Message}{place}", exception);
        }
    }

    /// <exception cref="ArgumentException">They do not fit together.</exception>
    private Catalogs With(CatalogFile file)
    {
        foreach (var region in file.Regions ?? [])
        {
            Check(region);
        }

        // What is left out of a file is null, whatever the default.
        var kinds = file.Kinds?.Select(
            static kind => kind with { AcledSubEventTypes = kind.AcledSubEventTypes ?? [], Ucdp = kind.Ucdp ?? [] });
        return new Catalogs(
            file.Regions is null ? Regions : Regions.With(file.Regions),
            kinds is null ? Kinds : Kinds.With(kinds));
    }

    private static void Check(Region region)
    {
        if (region.Code.Length is 0 or > MaxCodeLength || region.Code.AsSpan().ContainsAnyExcept(s_code))
        {
            throw new ArgumentException(
                $"'{region.Code}' is no code of a region: 1 to {MaxCodeLength} letters, digits, '-' and '_' are expected.");
        }

        if (string.IsNullOrWhiteSpace(region.Name) || region.Name.Length > MaxNameLength)
        {
            throw new ArgumentException($"The name of region '{region.Code}' must have 1 to {MaxNameLength} characters.");
        }
    }
}

/// <summary>A file of further regions and kinds.</summary>
internal sealed record CatalogFile
{
    public IReadOnlyList<Region>? Regions { get; init; }

    public IReadOnlyList<Kind>? Kinds { get; init; }
}

/// <summary>The operator's file of regions and kinds cannot be used; the message says why.</summary>
public sealed class CatalogFileException(string message, Exception inner) : Exception(message, inner);

[JsonSerializable(typeof(CatalogFile))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    Converters = [typeof(EnumNameJsonConverter<Family>)])]
internal sealed partial class CatalogJson : JsonSerializerContext;

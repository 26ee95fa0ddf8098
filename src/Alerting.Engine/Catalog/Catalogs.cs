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
/// The regions and kinds of an installation: those shipped with the product and those of the operator's file
/// <c>{"regions":[{"code","name","parent"}],"kinds":[{"kind","family","weight"}]}</c>. Every process of a cluster
/// must have the same file, and a region or kind that was used in a report must not be removed from it.
/// </summary>
public sealed record Catalogs(RegionCatalog Regions, KindCatalog Kinds)
{
    private const int MaxCodeLength = 64;
    private const int MaxNameLength = 200;

    private static readonly SearchValues<char> s_code =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The regions and kinds shipped with the product alone.</summary>
    public static Catalogs Shipped { get; } = new(RegionCatalog.Iso, KindCatalog.Shipped);

    /// <summary>Loads the shipped regions and kinds and those of a file.</summary>
    /// <param name="path">File of further regions and kinds; null or empty for none.</param>
    /// <param name="open">Opens a file.</param>
    /// <exception cref="CatalogFileException">The file cannot be read, or contradicts what is shipped.</exception>
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

    /// <exception cref="ArgumentException">The file contradicts what is shipped: a code or slug occurs twice, or a
    /// parent is unknown.</exception>
    private Catalogs With(CatalogFile file)
    {
        foreach (var region in file.Regions ?? [])
        {
            Check(region);
        }

        // The deserialiser leaves null in members that the file leaves out, whatever their default.
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

/// <summary>The content of the operator's file.</summary>
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

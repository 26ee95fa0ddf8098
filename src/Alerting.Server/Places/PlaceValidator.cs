using Alerting.Engine.Names;
using Alerting.Json;
using Alerting.Places;
using Alerting.Reports;
using Alerting.Server.Http;
using Alerting.Server.Json;

namespace Alerting.Server.Places;

/// <summary>Checks the rules of places that the types of bodies cannot state.</summary>
internal static class PlaceValidator
{
    /// <summary>Ids that are addresses of something else.</summary>
    private static readonly string[] s_reserved = ["doubts", "decisions"];

    /// <param name="id">The id that the address names; the body may repeat it.</param>
    /// <exception cref="RefusedException">It breaks a rule.</exception>
    public static Place Validate(PlaceBody body, string id)
    {
        if (!Slug.IsValid(id))
        {
            throw RefusedException.Invalid("$.id", $"is not a slug: {Slug.Rule}");
        }

        if (s_reserved.Contains(id))
        {
            throw RefusedException.Invalid("$.id", $"cannot be '{id}'");
        }

        if (body.Id is { } stated && stated != id)
        {
            throw RefusedException.Invalid("$.id", $"must be '{id}' as in the address, or absent");
        }

        CheckName(body.Name, "$.name");
        var aliases = body.Aliases ?? [];
        for (var i = 0; i < aliases.Count; i++)
        {
            CheckName(aliases[i], JsonPath.Item("$.aliases", i));
        }

        return new Place
        {
            Name = body.Name,
            Aliases = aliases,
            Region = body.Region,
            Location = body.Location is { } point ? new Location(point.Lat, point.Lon) : null,
        };
    }

    /// <summary>The pair of names that an address names.</summary>
    /// <exception cref="RefusedException">It names none.</exception>
    public static NamePair PairOf(string id)
    {
        if (!NamePair.TryParse(id, out var pair))
        {
            throw Refuse("The address names no pair of names: region.name.name is expected, as GET /places/doubts lists it.");
        }

        var meant = NamePair.Of(pair!.Region, NameFolding.Fold(pair.First), NameFolding.Fold(pair.Second));
        return meant == pair
            ? pair
            : throw Refuse($"The names are not as names are compared; '{NearestName.Shown(meant.ToString())}' may be meant.");
    }

    private static void CheckName(string name, string path)
    {
        if (NameFolding.Fold(name).Length == 0)
        {
            throw RefusedException.Invalid(path, "has no letter or digit by which towns are compared");
        }
    }

    private static RefusedException Refuse(string detail) => new(new Fault(FaultTypes.InvalidField, detail, "id"));
}

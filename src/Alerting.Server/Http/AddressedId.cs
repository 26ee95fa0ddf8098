namespace Alerting.Server.Http;

/// <summary>The id of what is put, which the address names and the body may repeat.</summary>
internal static class AddressedId
{
    /// <param name="stated">In <c>$.id</c> of the body; null: nothing is.</param>
    /// <param name="id">In the address.</param>
    /// <exception cref="RefusedException">It is no slug, or the two differ.</exception>
    public static void Check(string? stated, string id)
    {
        if (!Slug.IsValid(id))
        {
            throw RefusedException.Invalid("$.id", $"is not a slug: {Slug.Rule}");
        }

        if (stated is not null && stated != id)
        {
            throw RefusedException.Invalid("$.id", $"must be '{id}' as in the address, or absent");
        }
    }
}

using Alerting.Access;
using Alerting.Engine.Regions;
using Alerting.Notifications;
using Alerting.Notifications.OnCall;
using Alerting.OnCall;
using Alerting.Server.Access;
using Alerting.Server.Http;
using Alerting.Server.Json;
using Alerting.Server.OpenApi;
using Alerting.Server.Subscriptions;
using Microsoft.AspNetCore.Mvc;

namespace Alerting.Server.OnCall;

/// <summary>Contacts, and their versions.</summary>
internal static class ContactEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags(Tags.OnCall);
        contacts.MapGet("", static (HttpContext context, [FromServices] Contacts contacts, string? after, string? limit) =>
                contacts.ListAsync(context, after, limit, ContactView.Of))
            .RequireAccess(Role.Desk)
            .Describe("listContacts", "The contacts", "By id, those of the caller's regions, without their secrets.")
            .Paged()
            .Produces<Page<ContactView>>();
        contacts.MapGet("/{id}", static (HttpContext context, string id, [FromServices] Contacts contacts) =>
                contacts.GetAsync(context, id, ContactView.Of))
            .RequireAccess(Role.Desk, Resource.Contact)
            .Describe("getContact", "A contact", "What is answered can be put: the secrets stay.")
            .Produces<ContactView>()
            .Produces(StatusCodes.Status304NotModified);
        contacts.MapGet("/{id}/versions", static (string id, [FromServices] Contacts contacts, string? after, string? limit) =>
                contacts.VersionsAsync(id, after, limit, ContactVersionView.Of))
            .RequireAccess(Role.Desk, Resource.Contact)
            .Describe("listContactVersions", "All versions of a contact", "Oldest first, deletions included, without secrets.")
            .Paged()
            .Produces<Page<ContactVersionView>>();
        Precondition.Describe(contacts.MapPut("/{id}", PutAsync))
            .RequireAccess(Role.Operator, Resource.Contact)
            .Describe("putContact", "Create or replace a contact", "Who can be called, and how.")
            .Accepts<ContactBody>("application/json")
            .Example(Examples.Contact)
            .Produces<ContactView>()
            .Produces<ContactView>(StatusCodes.Status201Created);
        Precondition.Describe(contacts.MapDelete("/{id}", DeleteAsync))
            .RequireAccess(Role.Operator, Resource.Contact)
            .Describe("deleteContact", "Delete a contact", "Refused while a schedule or a policy names it.")
            .Produces(StatusCodes.Status204NoContent)
            .Produces<Problem>(StatusCodes.Status409Conflict, Problem.ContentType);
    }

    private static async Task<IResult> PutAsync(
        HttpContext context, string id, [FromServices] Contacts contacts, [FromServices] RegionCatalog regions,
        [FromServices] NotificationChannels channels)
    {
        var body = await Body.ReadAsync<ContactBody>(context);
        AddressedId.Check(body.Id, id);
        if (body.Channels.Count == 0)
        {
            throw RefusedException.Invalid("$.channels", "must name a channel or more");
        }

        var contact = new Contact
        {
            Name = body.Name,
            Channels = [.. body.Channels.Select(static (channel, index) => ChannelBodies.Read(channel, $"$.channels[{index}]"))],
            Regions = RegionScope.Of(body.Regions ?? [], contacts.LimitsOf(context.User), regions),
        };
        var fault = ContactChannels.Validate(channels, contact.Channels)
            ?? await ContactChannels.CheckTargetsAsync(channels, contact.Channels, context.RequestAborted);
        return fault is null ? await contacts.PutAsync(context, id, contact, ContactView.Of) : Problems.Invalid(fault);
    }

    private static async Task<IResult> DeleteAsync(
        HttpContext context, string id, [FromServices] Contacts contacts, [FromServices] OnCallNames names) =>
        await names.OfContactAsync(id, contacts.LimitsOf(context.User), context.RequestAborted) is { } named
            ? Problems.Of(StatusCodes.Status409Conflict, named)
            : await contacts.DeleteAsync(context, id);
}

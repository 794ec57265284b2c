using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using Rokt.EventApi;

namespace AspNetCore.Pages;

/// <summary>Saves the order and its conversion together; the conversion is delivered in the background, now or after an outage.</summary>
public sealed class CheckoutModel(ShopDbContext shop, ILogger<CheckoutModel> logger) : PageModel
{
    [BindProperty]
    [Required]
    public string Email { get; set; } = "";

    [BindProperty]
    public string? FirstName { get; set; }

    [BindProperty]
    public string? LastName { get; set; }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (!ModelState.IsValid)
        {
            return Page();
        }

        var order = new Order($"order-{Guid.NewGuid():N}", Email, FirstName, LastName, Total: 100.00m, Currency: "USD", Items: 1);
        shop.Orders.Add(order);
        try
        {
            shop.AddConversion(ConversionEvent.CreateBuilder()
                .DropInvalidAttributes()                    // one bad field does not cost the conversion
                .WithRequest(HttpContext)                   // click id, IP address, user agent
                .WithEmail(order.Email)
                .WithFirstName(order.FirstName)
                .WithLastName(order.LastName)
                .WithConversionType("purchase")
                .WithAmount(order.Total, order.Currency)
                .WithQuantity(order.Items)
                .WithConfirmationRef(order.Id)              // Rokt counts the order once, however often it is reported
                .Build());
        }
        catch (InvalidConversionEventException exception)
        {
            // The order stands, whatever the conversion lacks; the message names the fields, never their values.
            logger.LogWarning("Order {OrderId}: {Reason}", order.Id, exception.Message);
        }

        await shop.SaveChangesAsync(cancellationToken);
        return RedirectToPage("Confirmation", new { order = order.Id });
    }
}
